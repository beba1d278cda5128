package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** Applications, versions, saved configurations, environments and instances. All methods are called within transactions. */
final class BeanstalkStore {

    private final Table<ApplicationRow> applications;
    private final Table<VersionRow> versions;
    private final Table<TemplateRow> templates;
    private final Table<EnvironmentRow> environments;
    private final Table<InstanceRow> instances;
    private final Index<InstanceRow> byId;

    BeanstalkStore(Store store) {
        applications = store.table("beanstalk.applications", ApplicationRow.class);
        versions = store.table("beanstalk.versions", VersionRow.class);
        templates = store.table("beanstalk.templates", TemplateRow.class);
        environments = store.table("beanstalk.environments", EnvironmentRow.class);
        instances = store.table("beanstalk.instances", InstanceRow.class);
        byId = instances.index(row -> List.of(row.id()));
    }

    Optional<ApplicationRow> application(Call call, @Nullable String name) {
        return application(call.caller(), name);
    }

    Optional<ApplicationRow> application(Caller caller, @Nullable String name) {
        return applications.get(ApplicationRow.key(caller.account(), caller.region(), name == null ? "" : name));
    }

    /** The application of a name that the request must have. */
    ApplicationRow requireApplication(Call call, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw BeanstalkErrors.missing("ApplicationName");
        }
        return application(call, name).orElseThrow(() -> BeanstalkErrors.noApplication(name));
    }

    List<ApplicationRow> applications(Call call) {
        return List.copyOf(applications
                .under(ApplicationRow.key(call.account(), call.region(), ""))
                .values());
    }

    List<ApplicationRow> applications() {
        return List.copyOf(applications.all());
    }

    void put(ApplicationRow row) {
        applications.put(row.key(), row);
    }

    void remove(ApplicationRow row) {
        applications.remove(row.key());
    }

    Optional<VersionRow> version(String account, String region, String application, String label) {
        return versions.get(VersionRow.key(account, region, application, label));
    }

    Optional<VersionRow> versionByKey(String key) {
        return versions.get(key);
    }

    VersionRow requireVersion(ApplicationRow application, @Nullable String label) {
        if (label == null || label.isEmpty()) {
            throw BeanstalkErrors.missing("VersionLabel");
        }
        return version(application.account(), application.region(), application.name(), label)
                .orElseThrow(() -> BeanstalkErrors.noVersion(label));
    }

    /** The versions of an application, the newest first. */
    List<VersionRow> versions(ApplicationRow application) {
        return versions.under(application.key() + "/").values().stream()
                .sorted(Comparator.comparing(
                                (VersionRow row) -> row.description().dateCreated())
                        .reversed())
                .toList();
    }

    /** The contents of all versions' bundles. */
    List<String> contents() {
        return versions.all().stream()
                .flatMap(version -> version.sha256().stream())
                .toList();
    }

    void put(VersionRow row) {
        versions.put(row.key(), row);
    }

    void remove(VersionRow row) {
        versions.remove(row.key());
    }

    Optional<TemplateRow> template(ApplicationRow application, @Nullable String name) {
        return templates.get(TemplateRow.key(
                application.account(), application.region(), application.name(), name == null ? "" : name));
    }

    TemplateRow requireTemplate(ApplicationRow application, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw BeanstalkErrors.missing("TemplateName");
        }
        return template(application, name).orElseThrow(() -> BeanstalkErrors.noTemplate(application.name(), name));
    }

    List<TemplateRow> templates(ApplicationRow application) {
        return List.copyOf(templates.under(application.key() + "/").values());
    }

    void put(TemplateRow row) {
        templates.put(row.key(), row);
    }

    void remove(TemplateRow row) {
        templates.remove(row.key());
    }

    Optional<EnvironmentRow> environment(String id) {
        return environments.get(id);
    }

    /** The environments of an account in a region, those that are terminated among them. */
    List<EnvironmentRow> environments(String account, String region) {
        return environments.all().stream()
                .filter(row -> row.account().equals(account) && row.region().equals(region))
                .toList();
    }

    List<EnvironmentRow> environments() {
        return List.copyOf(environments.all());
    }

    /** The environments of an application that are not terminated. */
    List<EnvironmentRow> living(ApplicationRow application) {
        return environments(application.account(), application.region()).stream()
                .filter(row -> row.application().equals(application.name()) && !row.isTerminated())
                .toList();
    }

    /** An environment that is not terminated, by id or name. */
    Optional<EnvironmentRow> living(Call call, @Nullable String id, @Nullable String name) {
        return environments(call.account(), call.region()).stream()
                .filter(row -> !row.isTerminated())
                .filter(row -> (id == null || row.id().equals(id))
                        && (name == null || row.name().equals(name)))
                .filter(row -> id != null || name != null)
                .findFirst();
    }

    /**
     * The environment that a request names.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when there is none, or the request names none
     */
    EnvironmentRow require(Call call, @Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw BeanstalkErrors.combination("Either EnvironmentId or EnvironmentName must be specified.");
        }
        return living(call, id, name)
                .orElseThrow(() -> id != null
                        ? BeanstalkErrors.noEnvironmentId(id)
                        : BeanstalkErrors.noEnvironment(name == null ? "" : name));
    }

    /** The same, which must be ready. */
    EnvironmentRow requireReady(Call call, @Nullable String id, @Nullable String name) {
        EnvironmentRow found = require(call, id, name);
        if (found.status() != EnvironmentStatus.READY) {
            throw BeanstalkErrors.busy(found.name());
        }
        return found;
    }

    /** The environment that has a DNS name, of any account, unless it is terminated. */
    Optional<EnvironmentRow> named(String cname) {
        return environments.all().stream()
                .filter(row -> !row.isTerminated()
                        && row.resources().cname().toLowerCase(Locale.ROOT).equals(cname.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    void put(EnvironmentRow row) {
        environments.put(row.id(), row);
    }

    /** The instances of an environment that are not being terminated, in the order of their launch. */
    List<InstanceRow> instances(EnvironmentRow environment) {
        return instances.under(environment.id() + "/").values().stream()
                .filter(row -> !row.ending())
                .sorted(Comparator.comparingLong(InstanceRow::ordinal))
                .toList();
    }

    Optional<InstanceRow> instance(String environmentId, String id) {
        return instances.get(environmentId + "/" + id);
    }

    Optional<InstanceRow> instanceByKey(String key) {
        return instances.get(key);
    }

    /** An instance of any environment, by its id. */
    Optional<InstanceRow> instance(String id) {
        return byId.of(id).stream().findFirst();
    }

    List<InstanceRow> instances() {
        return List.copyOf(instances.all());
    }

    void put(InstanceRow row) {
        instances.put(row.key(), row);
    }

    void remove(InstanceRow row) {
        instances.remove(row.key());
    }
}
