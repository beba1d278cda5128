package dev.penstock.build;

import java.util.List;

/**
 * A phase of a buildspec.
 *
 * @param type {@code INSTALL}, {@code PRE_BUILD}, {@code BUILD} or {@code POST_BUILD}
 * @param commands run one after the other until one fails; a command may have several lines
 * @param finallyCommands run after the commands, also when one of them failed
 * @param onFailure what follows when the phase fails
 */
public record BuildspecPhase(
        BuildPhaseType type, List<String> commands, List<String> finallyCommands, OnFailure onFailure) {

    public BuildspecPhase {
        commands = List.copyOf(commands);
        finallyCommands = List.copyOf(finallyCommands);
    }

    /** What follows when a phase fails ({@code on-failure}). */
    public enum OnFailure {
        /** What CodeBuild does when nothing is said: after BUILD comes POST_BUILD, after INSTALL or PRE_BUILD the end. */
        TRANSITION,
        /** The build ends. */
        ABORT,
        /** The next phase runs. The build has failed all the same. */
        CONTINUE
    }
}
