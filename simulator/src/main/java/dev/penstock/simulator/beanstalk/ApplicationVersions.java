package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.S3Location;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationVersionResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/** Versions of applications: where their bundles are, and how they are processed. */
final class ApplicationVersions {

    private static final String PROCESS = "beanstalk.process";

    /** What is assumed: AWS documents no time; users see a few seconds. */
    private static final Duration PROCESSING = Duration.ofSeconds(8);

    private static final Duration BUILDING = Duration.ofMinutes(2);

    private final BeanstalkStore store;
    private final Events events;
    private final Tags tags;
    private final Applications applications;
    private final ObjectAccess objects;
    private final ServiceCalls calls;
    private final Calendar calendar;
    private final BundleFiles files;
    private final VersionLifecycle lifecycle;

    ApplicationVersions(
            BeanstalkStore store,
            Events events,
            Tags tags,
            Applications applications,
            ObjectAccess objects,
            ServiceCalls calls,
            Calendar calendar,
            BundleFiles files) {
        this.store = store;
        this.events = events;
        this.tags = tags;
        this.applications = applications;
        this.objects = objects;
        this.calls = calls;
        this.calendar = calendar;
        this.files = files;
        this.lifecycle = new VersionLifecycle(store, this);
        calendar.on(PROCESS, this::processed);
    }

    void declare(Operations all) {
        all.operation("CreateApplicationVersion", CreateApplicationVersionRequest::builder, this::create)
                .operation("DescribeApplicationVersions", DescribeApplicationVersionsRequest::builder, this::describe)
                .operation("UpdateApplicationVersion", UpdateApplicationVersionRequest::builder, this::update)
                .operation("DeleteApplicationVersion", DeleteApplicationVersionRequest::builder, this::delete);
    }

    private CreateApplicationVersionResponse create(Call call, CreateApplicationVersionRequest request) {
        checkShape(request);
        ApplicationRow application = application(call, request);
        String label = request.versionLabel();
        if (store.version(call.account(), call.region(), application.name(), label)
                .isPresent()) {
            throw BeanstalkErrors.invalid("Application Version " + label + " already exists.");
        }
        boolean builds = request.buildConfiguration() != null;
        boolean processes = Boolean.TRUE.equals(request.process());
        S3Location source = location(request);
        Optional<String> contents = source == null ? Optional.empty() : Optional.of(fetch(call, source));
        VersionRow row = new VersionRow(
                call.account(),
                call.region(),
                ApplicationVersionDescription.builder()
                        .applicationName(application.name())
                        .versionLabel(label)
                        .description(request.description())
                        .sourceBundle(source)
                        .sourceBuildInformation(request.sourceBuildInformation())
                        .dateCreated(call.now())
                        .dateUpdated(call.now())
                        .status(
                                builds
                                        ? ApplicationVersionStatus.BUILDING
                                        : processes
                                                ? ApplicationVersionStatus.PROCESSING
                                                : ApplicationVersionStatus.UNPROCESSED)
                        .build(),
                contents,
                call.requestId());
        VersionRow named = row.with(
                row.description().toBuilder().applicationVersionArn(row.arn()).build());
        store.put(named);
        tags.add(named.arn(), Applications.tagged(request.tags()));
        call.effect(named.arn());
        events.ofVersion(named, "INFO", "createApplicationVersion is starting.", call.requestId());
        events.ofVersion(named, "INFO", "Created new Application Version: " + label, call.requestId());
        events.ofVersion(named, "INFO", "createApplicationVersion completed successfully.", call.requestId());
        if (builds || processes) {
            calendar.enter(PROCESS, named.key(), call.now().plus(builds ? BUILDING : PROCESSING));
        }
        lifecycle.apply(call, application);
        return CreateApplicationVersionResponse.builder()
                .applicationVersion(named.description())
                .build();
    }

    private static void checkShape(CreateApplicationVersionRequest request) {
        if (request.applicationName() == null) {
            throw BeanstalkErrors.missing("ApplicationName");
        }
        if (request.versionLabel() == null) {
            throw BeanstalkErrors.missing("VersionLabel");
        }
        Names.check("VersionLabel", request.versionLabel(), 1, 100);
        Names.description(request.description());
        if (request.sourceBundle() != null && request.sourceBuildInformation() != null) {
            throw BeanstalkErrors.combination("SourceBundle and SourceBuildInformation cannot both be specified.");
        }
        S3Location source = request.sourceBundle();
        if (source != null && (source.s3Bucket() == null || source.s3Key() == null)) {
            throw BeanstalkErrors.combination("Both S3Bucket and S3Key must be specified for SourceBundle.");
        }
        if (request.buildConfiguration() != null && request.sourceBuildInformation() == null && source == null) {
            throw BeanstalkErrors.combination("BuildConfiguration requires SourceBuildInformation.");
        }
    }

    private ApplicationRow application(Call call, CreateApplicationVersionRequest request) {
        Optional<ApplicationRow> found = store.application(call, request.applicationName());
        if (found.isEmpty() && Boolean.TRUE.equals(request.autoCreateApplication())) {
            return applications.create(call, request.applicationName(), Optional.empty(), Applications.lifecycle(null));
        }
        return found.orElseThrow(() -> BeanstalkErrors.noApplication(request.applicationName()));
    }

    private static @Nullable S3Location location(CreateApplicationVersionRequest request) {
        if (request.sourceBundle() != null) {
            return request.sourceBundle();
        }
        if (request.sourceBuildInformation() == null) {
            return null;
        }
        if (!"S3".equals(request.sourceBuildInformation().sourceRepositoryAsString())) {
            throw ServiceError.notSimulated("a source in CodeCommit", "sources in S3");
        }
        String place = request.sourceBuildInformation().sourceLocation();
        int slash = place == null ? -1 : place.indexOf('/');
        if (place == null || slash < 1) {
            throw BeanstalkErrors.invalid("SourceLocation must be of the form bucket/key.");
        }
        return S3Location.builder()
                .s3Bucket(place.substring(0, slash))
                .s3Key(place.substring(slash + 1))
                .build();
    }

    private String fetch(Call call, S3Location source) {
        try {
            return objects.get(call.caller(), call.now(), source.s3Bucket(), source.s3Key(), null)
                    .sha256();
        } catch (ServiceError e) {
            String reason = e.status() == 403 ? "Forbidden" : "Not Found";
            throw BeanstalkErrors.invalid("Unable to download from S3 location (Bucket: " + source.s3Bucket()
                    + "  Key: " + source.s3Key() + "). Reason: " + reason);
        }
    }

    private void processed(String key) {
        store.versionByKey(key).ifPresent(version -> {
            List<String> faults = files.faults(version.bundle());
            boolean well = faults.isEmpty();
            faults.forEach(fault -> events.ofVersion(version, "ERROR", fault, version.requestId()));
            store.put(version.with(
                    well ? ApplicationVersionStatus.PROCESSED : ApplicationVersionStatus.FAILED, calendar.now()));
            events.ofVersion(
                    version,
                    well ? "INFO" : "ERROR",
                    "Finished processing application version with label: " + version.label() + ". Status: "
                            + (well ? "PROCESSED." : "FAILED."),
                    version.requestId());
        });
    }

    private DescribeApplicationVersionsResponse describe(Call call, DescribeApplicationVersionsRequest request) {
        List<ApplicationRow> asked = request.applicationName() == null
                ? store.applications(call)
                : store.application(call, request.applicationName()).stream().toList();
        List<ApplicationVersionDescription> found = asked.stream()
                .flatMap(application -> store.versions(application).stream())
                .filter(version -> request.versionLabels().isEmpty()
                        || request.versionLabels().contains(version.label()))
                .map(VersionRow::description)
                .toList();
        ListPage<ApplicationVersionDescription> page =
                ListPage.of(found, request.nextToken(), request.maxRecords(), 1000);
        return DescribeApplicationVersionsResponse.builder()
                .applicationVersions(page.items())
                .nextToken(page.next())
                .build();
    }

    private UpdateApplicationVersionResponse update(Call call, UpdateApplicationVersionRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        VersionRow version = store.requireVersion(application, request.versionLabel());
        Names.description(request.description());
        VersionRow updated = version.with(version.description().toBuilder()
                .description(request.description())
                .dateUpdated(call.now())
                .build());
        store.put(updated);
        call.effect(updated.arn());
        return UpdateApplicationVersionResponse.builder()
                .applicationVersion(updated.description())
                .build();
    }

    private DeleteApplicationVersionResponse delete(Call call, DeleteApplicationVersionRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        if (request.versionLabel() == null) {
            throw BeanstalkErrors.missing("VersionLabel");
        }
        // Deleting a version that is not there succeeds in AWS.
        store.version(call.account(), call.region(), application.name(), request.versionLabel())
                .ifPresent(version -> {
                    if (isInUse(application, version)) {
                        throw ServiceError.client(
                                "SourceBundleDeletionFailure",
                                "Unable to delete application version " + version.label()
                                        + " because it is deployed to a running environment.");
                    }
                    remove(call.caller(), version, Boolean.TRUE.equals(request.deleteSourceBundle()));
                    call.effect(version.arn());
                });
        return DeleteApplicationVersionResponse.builder().build();
    }

    /** Whether an environment runs a version, or is on its way to or from it. */
    boolean isInUse(ApplicationRow application, VersionRow version) {
        return store.living(application).stream()
                .anyMatch(environment -> environment
                                .wanted()
                                .versionLabel()
                                .filter(version.label()::equals)
                                .isPresent()
                        || environment
                                .work()
                                .flatMap(work -> work.before().versionLabel())
                                .filter(version.label()::equals)
                                .isPresent());
    }

    void remove(Caller caller, VersionRow version, boolean withBundle) {
        S3Location source = version.description().sourceBundle();
        if (withBundle && source != null) {
            try {
                calls.call(
                        caller,
                        "s3",
                        DeleteObjectRequest.builder()
                                .bucket(source.s3Bucket())
                                .key(source.s3Key())
                                .build(),
                        DeleteObjectResponse.class);
            } catch (ServiceError e) {
                throw ServiceError.client(
                        "SourceBundleDeletionFailure",
                        "Unable to delete source bundle s3://" + source.s3Bucket() + "/" + source.s3Key() + ": "
                                + e.message());
            }
        }
        store.remove(version);
        tags.forget(version.arn());
        calendar.strike(PROCESS, version.key());
    }
}
