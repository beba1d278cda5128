package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListPlatformBranchesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.SearchFilter;

/** The solution stacks that can be had, newest first, and the platform branches that are retired and cannot. */
final class SolutionStacks {

    private static final Pattern VERSION = Pattern.compile(" v(\\d+)\\.(\\d+)\\.(\\d+) ");

    private final AwsClients clients;

    SolutionStacks(AwsClients clients) {
        this.clients = clients;
    }

    List<Platform> all(AwsScope scope) {
        List<Platform> platforms = new ArrayList<>();
        clients
                .call(
                        "elasticbeanstalk:ListAvailableSolutionStacks",
                        "list the platforms of the Region",
                        () -> clients.elasticBeanstalk(scope, Use.READ).listAvailableSolutionStacks())
                .solutionStacks()
                .stream()
                .sorted(Comparator.comparingLong(SolutionStacks::version).reversed())
                .forEach(stack -> platforms.add(new Platform(stack, false)));
        String token = null;
        do {
            ListPlatformBranchesResponse page = retired(scope, token);
            page.platformBranchSummaryList()
                    .forEach(branch -> platforms.add(new Platform(EnvironmentMapping.text(branch.branchName()), true)));
            token = page.nextToken();
        } while (token != null);
        return List.copyOf(platforms);
    }

    private ListPlatformBranchesResponse retired(AwsScope scope, @Nullable String token) {
        return clients.call(
                "elasticbeanstalk:ListPlatformBranches",
                "list the platforms that are retired",
                () -> clients.elasticBeanstalk(scope, Use.READ)
                        .listPlatformBranches(list -> list.filters(SearchFilter.builder()
                                        .attribute("LifecycleState")
                                        .operator("=")
                                        .values("Retired")
                                        .build())
                                .nextToken(token)));
    }

    /** The version of the platform, as one number that rises with it. */
    private static long version(String stack) {
        Matcher version = VERSION.matcher(stack);
        return version.find()
                ? Long.parseLong(version.group(1)) * 1_000_000
                        + Long.parseLong(version.group(2)) * 1_000
                        + Long.parseLong(version.group(3))
                : 0;
    }
}
