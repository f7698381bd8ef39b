/** What {@code java -jar models.jar} runs, on any Java since 8: it finds a newer one and starts the program there. */
package janus.launcher;
