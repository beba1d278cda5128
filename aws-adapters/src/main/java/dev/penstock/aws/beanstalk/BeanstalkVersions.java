package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.NewVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;

/** Applications and their versions. */
final class BeanstalkVersions {

    private static final int PAGE = 1000;

    private final AwsClients clients;

    BeanstalkVersions(AwsClients clients) {
        this.clients = clients;
    }

    boolean hasApplication(AwsScope scope, String application) {
        return clients
                .call(
                        "elasticbeanstalk:DescribeApplications",
                        "describe application '" + application + "'",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeApplications(describe -> describe.applicationNames(application)))
                .applications()
                .stream()
                .anyMatch(found -> application.equals(found.applicationName()));
    }

    void createApplication(AwsScope scope, String application, Map<String, String> tags) {
        if (hasApplication(scope, application)) {
            return;
        }
        try {
            clients.call(
                    "elasticbeanstalk:CreateApplication",
                    "make the application '" + application + "'",
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .createApplication(create ->
                                    create.applicationName(application).tags(tags(tags))));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.CONFLICT) {
                throw e;
            }
        }
    }

    Optional<ApplicationVersion> version(AwsScope scope, String application, String label) {
        try {
            return clients
                    .call(
                            "elasticbeanstalk:DescribeApplicationVersions",
                            "describe version '" + label + "' of application '" + application + "'",
                            () -> clients.elasticBeanstalk(scope, Use.READ)
                                    .describeApplicationVersions(describe -> describe.applicationName(application)
                                            .versionLabels(label)))
                    .applicationVersions()
                    .stream()
                    .map(EnvironmentMapping::version)
                    .filter(version -> version.label().equals(label))
                    .findFirst();
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Newest first; those of all applications where none is named. */
    List<ApplicationVersion> versions(AwsScope scope, Optional<String> application) {
        List<ApplicationVersion> all = new ArrayList<>();
        String token = null;
        do {
            DescribeApplicationVersionsResponse page = page(scope, application, token);
            page.applicationVersions().forEach(version -> all.add(EnvironmentMapping.version(version)));
            token = page.nextToken();
        } while (token != null);
        all.sort(Comparator.comparing(ApplicationVersion::createdAt).reversed());
        return List.copyOf(all);
    }

    private DescribeApplicationVersionsResponse page(
            AwsScope scope, Optional<String> application, @Nullable String token) {
        return clients.call(
                "elasticbeanstalk:DescribeApplicationVersions",
                "describe the versions of "
                        + application.map(name -> "application '" + name + "'").orElse("all applications"),
                () -> clients.elasticBeanstalk(scope, Use.READ)
                        .describeApplicationVersions(describe -> describe.applicationName(application.orElse(null))
                                .maxRecords(PAGE)
                                .nextToken(token)));
    }

    void create(AwsScope scope, NewVersion version) {
        clients.call(
                "elasticbeanstalk:CreateApplicationVersion",
                "make version '" + version.label() + "' of application '" + version.application() + "'",
                () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                        .createApplicationVersion(create -> create.applicationName(version.application())
                                .versionLabel(version.label())
                                .description(version.description())
                                .sourceBundle(bundle -> bundle.s3Bucket(
                                                version.bundle().bucket())
                                        .s3Key(version.bundle().key()))
                                .autoCreateApplication(false)
                                .process(true)
                                .tags(tags(version.tags()))));
    }

    void delete(AwsScope scope, String application, String label, boolean withBundle) {
        try {
            clients.call(
                    "elasticbeanstalk:DeleteApplicationVersion",
                    "delete version '" + label + "' of application '" + application + "'",
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .deleteApplicationVersion(delete -> delete.applicationName(application)
                                    .versionLabel(label)
                                    .deleteSourceBundle(withBundle)));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
