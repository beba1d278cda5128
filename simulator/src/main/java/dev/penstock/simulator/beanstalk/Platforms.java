package dev.penstock.simulator.beanstalk;

import java.util.List;
import java.util.Optional;

/** AWS's platforms. Source: named in {@code platforms.tsv}. */
final class Platforms {

    private static final class Loaded {
        static final List<PlatformBranch> BRANCHES = OptionCatalog.lines("platforms.tsv").stream()
                .map(PlatformBranch::parse)
                .toList();
        static final List<Platform> ALL = BRANCHES.stream()
                .flatMap(branch -> branch.versions().stream().map(version -> new Platform(branch, version)))
                .toList();

        private Loaded() {}
    }

    private Platforms() {}

    static List<PlatformBranch> branches() {
        return Loaded.BRANCHES;
    }

    static List<Platform> all() {
        return Loaded.ALL;
    }

    static Optional<Platform> ofSolutionStack(String name) {
        return Loaded.ALL.stream()
                .filter(platform -> platform.solutionStack().equals(name))
                .findFirst();
    }

    /** By an ARN of any region. Without a version it is the recommended one. */
    static Optional<Platform> ofArn(String arn) {
        int at = arn.indexOf(":platform/");
        if (at < 0) {
            return Optional.empty();
        }
        String named = arn.substring(at + ":platform/".length());
        return Loaded.ALL.stream()
                .filter(platform -> named.equals(platform.branch().name() + "/" + platform.version())
                        || (platform.isRecommended()
                                && named.equals(platform.branch().name())))
                .findFirst();
    }
}
