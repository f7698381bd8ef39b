package janus.models;

import janus.engine.Tensor;

/** What a task's loss compares an output with, and where it does: both [n, {@link Task#outputs}], 1 where it does. */
public record Targets(Tensor values, Tensor mask) {}
