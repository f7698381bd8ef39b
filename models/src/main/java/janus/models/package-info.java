/** ResNet18, tasks, and models made of a trunk and a list of tasks. */
@NullMarked
package janus.models;

import org.jspecify.annotations.NullMarked;
