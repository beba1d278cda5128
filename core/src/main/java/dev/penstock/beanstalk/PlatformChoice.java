package dev.penstock.beanstalk;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the platform that a pattern means. */
final class PlatformChoice {

    private final List<Platform> platforms;

    /** A choice of platforms, newest first. */
    PlatformChoice(List<Platform> platforms) {
        this.platforms = platforms;
    }

    /**
     * The name of the newest solution stack that fits.
     *
     * @param pattern a name in which {@code *} stands for anything; capitals do not matter
     */
    String of(String pattern) throws BeanstalkFailure {
        Pattern regex = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE);
        List<Platform> fitting = platforms.stream()
                .filter(platform -> regex.matcher(platform.solutionStack()).matches())
                .toList();
        List<Platform> usable =
                fitting.stream().filter(platform -> !platform.retired()).toList();
        if (!usable.isEmpty()) {
            return usable.getFirst().solutionStack();
        }
        if (!fitting.isEmpty()) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-018",
                    "The platform '" + fitting.getFirst().solutionStack()
                            + "' is retired and takes no new environments. Nothing was changed.",
                    names());
        }
        throw new BeanstalkFailure(
                "PEN-BEANSTALK-018",
                "No platform is called '" + pattern + "' in this Region. Nothing was changed.",
                names());
    }

    private List<String> names() {
        return platforms.stream()
                .filter(platform -> !platform.retired())
                .map(Platform::solutionStack)
                .limit(20)
                .toList();
    }
}
