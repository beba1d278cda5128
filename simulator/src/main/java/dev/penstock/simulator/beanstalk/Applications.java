package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationResourceLifecycleConfig;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionLifecycleConfig;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResourceLifecycleRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResourceLifecycleResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResponse;

/** Applications. */
final class Applications {

    private final BeanstalkStore store;
    private final Events events;
    private final Tags tags;
    private final EnvironmentControls controls;

    Applications(BeanstalkStore store, Events events, Tags tags, EnvironmentControls controls) {
        this.store = store;
        this.events = events;
        this.tags = tags;
        this.controls = controls;
    }

    void declare(Operations all) {
        all.operation("CreateApplication", CreateApplicationRequest::builder, this::create)
                .operation("DescribeApplications", DescribeApplicationsRequest::builder, this::describe)
                .operation("UpdateApplication", UpdateApplicationRequest::builder, this::update)
                .operation(
                        "UpdateApplicationResourceLifecycle",
                        UpdateApplicationResourceLifecycleRequest::builder,
                        this::updateLifecycle)
                .operation("DeleteApplication", DeleteApplicationRequest::builder, this::delete);
    }

    private CreateApplicationResponse create(Call call, CreateApplicationRequest request) {
        if (request.applicationName() == null) {
            throw BeanstalkErrors.missing("ApplicationName");
        }
        ApplicationRow row = create(
                call,
                request.applicationName(),
                Optional.ofNullable(request.description()),
                lifecycle(request.resourceLifecycleConfig()));
        tags.add(row.arn(), tagged(request.tags()));
        return CreateApplicationResponse.builder().application(description(row)).build();
    }

    /** Makes an application that is not there yet. */
    ApplicationRow create(
            Call call, String name, Optional<String> description, ApplicationResourceLifecycleConfig lifecycle) {
        Names.check("ApplicationName", name, 1, 100);
        if (store.application(call, name).isPresent()) {
            throw BeanstalkErrors.invalid("Application " + name + " already exists.");
        }
        Names.description(description.orElse(null));
        ApplicationRow row =
                new ApplicationRow(call.account(), call.region(), name, description, call.now(), call.now(), lifecycle);
        store.put(row);
        call.effect(row.arn());
        events.ofApplication(call.account(), call.region(), name, "createApplication is starting.", call.requestId());
        events.ofApplication(call.account(), call.region(), name, "Created new Application: " + name, call.requestId());
        events.ofApplication(
                call.account(), call.region(), name, "createApplication completed successfully.", call.requestId());
        return row;
    }

    /** The lifecycle of a request, with AWS's defaults for what it does not say. */
    static ApplicationResourceLifecycleConfig lifecycle(@Nullable ApplicationResourceLifecycleConfig given) {
        ApplicationVersionLifecycleConfig asked = given == null ? null : given.versionLifecycleConfig();
        ApplicationVersionLifecycleConfig.Builder rules = ApplicationVersionLifecycleConfig.builder()
                .maxCountRule(r -> r.enabled(false).maxCount(200).deleteSourceFromS3(false))
                .maxAgeRule(r -> r.enabled(false).maxAgeInDays(180).deleteSourceFromS3(false));
        if (asked != null && asked.maxCountRule() != null) {
            rules.maxCountRule(asked.maxCountRule());
        }
        if (asked != null && asked.maxAgeRule() != null) {
            rules.maxAgeRule(asked.maxAgeRule());
        }
        return ApplicationResourceLifecycleConfig.builder()
                .serviceRole(given == null ? null : given.serviceRole())
                .versionLifecycleConfig(rules.build())
                .build();
    }

    private DescribeApplicationsResponse describe(Call call, DescribeApplicationsRequest request) {
        List<ApplicationDescription> found = store.applications(call).stream()
                .filter(row -> request.applicationNames().isEmpty()
                        || request.applicationNames().contains(row.name()))
                .map(this::description)
                .toList();
        return DescribeApplicationsResponse.builder().applications(found).build();
    }

    private UpdateApplicationResponse update(Call call, UpdateApplicationRequest request) {
        ApplicationRow row = store.requireApplication(call, request.applicationName());
        Names.description(request.description());
        ApplicationRow updated =
                request.description() == null ? row : row.described(Optional.of(request.description()), call.now());
        store.put(updated);
        call.effect(row.arn());
        return UpdateApplicationResponse.builder()
                .application(description(updated))
                .build();
    }

    private UpdateApplicationResourceLifecycleResponse updateLifecycle(
            Call call, UpdateApplicationResourceLifecycleRequest request) {
        ApplicationRow row = store.requireApplication(call, request.applicationName());
        ApplicationResourceLifecycleConfig given = request.resourceLifecycleConfig();
        if (given == null) {
            throw BeanstalkErrors.missing("ResourceLifecycleConfig");
        }
        String role = given.serviceRole() == null ? row.lifecycle().serviceRole() : given.serviceRole();
        if (role == null) {
            throw BeanstalkErrors.invalid("ServiceRole is required to enable a version lifecycle policy.");
        }
        ApplicationVersionLifecycleConfig rules = given.versionLifecycleConfig() == null
                ? row.lifecycle().versionLifecycleConfig()
                : given.versionLifecycleConfig();
        if (isEnabled(rules.maxCountRule() == null ? null : rules.maxCountRule().enabled())
                && isEnabled(
                        rules.maxAgeRule() == null ? null : rules.maxAgeRule().enabled())) {
            throw BeanstalkErrors.invalid("Only one of MaxCountRule and MaxAgeRule can be enabled.");
        }
        ApplicationResourceLifecycleConfig whole = lifecycle(ApplicationResourceLifecycleConfig.builder()
                .serviceRole(role)
                .versionLifecycleConfig(rules)
                .build());
        store.put(row.with(whole, call.now()));
        call.effect(row.arn());
        return UpdateApplicationResourceLifecycleResponse.builder()
                .applicationName(row.name())
                .resourceLifecycleConfig(whole)
                .build();
    }

    private static boolean isEnabled(@Nullable Boolean rule) {
        return rule != null && rule;
    }

    private DeleteApplicationResponse delete(Call call, DeleteApplicationRequest request) {
        Optional<ApplicationRow> found = store.application(call, request.applicationName());
        // Deleting an application that is not there succeeds in AWS.
        found.ifPresent(row -> delete(call, row, Boolean.TRUE.equals(request.terminateEnvByForce())));
        return DeleteApplicationResponse.builder().build();
    }

    private void delete(Call call, ApplicationRow row, boolean force) {
        List<EnvironmentRow> living = store.living(row);
        if (!living.isEmpty() && !force) {
            throw BeanstalkErrors.operationInProgress("Unable to delete application " + row.name()
                    + " because it has a version that is deployed to a running environment.");
        }
        living.forEach(environment -> controls.terminate(call, environment));
        store.versions(row).forEach(version -> {
            store.remove(version);
            tags.forget(version.arn());
        });
        store.templates(row).forEach(template -> {
            store.remove(template);
            tags.forget(template.arn());
        });
        store.remove(row);
        tags.forget(row.arn());
        call.effect(row.arn());
        events.ofApplication(
                call.account(), call.region(), row.name(), "deleteApplication is starting.", call.requestId());
        events.ofApplication(
                call.account(),
                call.region(),
                row.name(),
                "The application has been deleted successfully.",
                call.requestId());
    }

    private ApplicationDescription description(ApplicationRow row) {
        Instant updated = row.updated();
        return ApplicationDescription.builder()
                .applicationArn(row.arn())
                .applicationName(row.name())
                .description(row.description().orElse(null))
                .dateCreated(row.created())
                .dateUpdated(updated)
                .versions(store.versions(row).stream().map(VersionRow::label).toList())
                .configurationTemplates(
                        store.templates(row).stream().map(TemplateRow::name).toList())
                .resourceLifecycleConfig(row.lifecycle())
                .build();
    }

    /** Tags of a request, by their keys. */
    static Map<String, String> tagged(List<Tag> given) {
        Map<String, String> all = new HashMap<>();
        given.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (all.size() > 47) {
            throw dev.penstock.simulator.wire.ServiceError.client(
                    "TooManyTagsException",
                    "The number of tags in the resource would exceed the number of tags that"
                            + " each resource can have.");
        }
        return all;
    }
}
