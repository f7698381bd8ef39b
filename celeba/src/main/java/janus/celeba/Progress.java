package janus.celeba;

/** Told how much of a long job is done. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (what, done, total) -> {};

    void at(String what, long done, long total);
}
