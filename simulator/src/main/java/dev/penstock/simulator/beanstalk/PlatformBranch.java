package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A platform branch as AWS documents it.
 *
 * @param name like {@code Docker running on 64bit Amazon Linux 2023}
 * @param platform like {@code Docker}
 * @param operatingSystem like {@code Amazon Linux 2023}
 * @param lifecycle {@code Supported}, {@code Deprecated} or {@code Retired}, until the retirement
 * @param retirement the day from which it is retired
 * @param order by which branches are listed
 * @param solutionStack the solution stacks' name, with {@code %s} for the version
 * @param versions the newest first
 * @param tiers that it can run, like {@code WebServer/Standard}
 */
record PlatformBranch(
        String name,
        String platform,
        String operatingSystem,
        String lifecycle,
        Optional<LocalDate> retirement,
        int order,
        String solutionStack,
        List<String> versions,
        List<String> tiers) {

    private static final String RETIRED = "Retired";

    static PlatformBranch parse(String line) {
        String[] parts = line.split("\t", -1);
        return new PlatformBranch(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                parts[4].isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(parts[4])),
                Integer.parseInt(parts[5]),
                parts[6],
                List.of(parts[7].split(",", -1)),
                List.of(parts[8].split(",", -1)));
    }

    /** Where it stands at a moment. */
    String lifecycle(Instant now) {
        return retirement
                        .filter(day ->
                                !day.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(now))
                        .isPresent()
                ? RETIRED
                : lifecycle;
    }

    boolean isRetired(Instant now) {
        return lifecycle(now).equals(RETIRED);
    }

    String solutionStack(String version) {
        return solutionStack.replace("%s", version);
    }
}
