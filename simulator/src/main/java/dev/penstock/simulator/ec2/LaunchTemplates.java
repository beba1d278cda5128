package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Launch templates and their versions. Methods are called within transactions. */
public final class LaunchTemplates {

    /**
     * A launch template.
     *
     * @param createdBy ARN of who made it
     * @param standard the number of the version that is taken when nobody names one
     * @param latest the number of the newest version
     */
    public record Template(
            Place place, String id, String name, Instant created, String createdBy, long standard, long latest) {

        String key() {
            return place.key() + id;
        }
    }

    /**
     * A version.
     *
     * @param description empty for none
     * @param data what instances are launched as, by the names of the request's form
     */
    public record Version(
            String templateId,
            long number,
            Instant created,
            String createdBy,
            String description,
            Map<String, String> data) {

        public Version {
            data = Map.copyOf(data);
        }

        /** A value of its data; empty when it has none. */
        public Optional<String> value(String name) {
            return Optional.ofNullable(data.get(name));
        }

        FormRequest form() {
            return FormRequest.of(data);
        }

        String key() {
            return templateId + "/" + String.format("%09d", number);
        }
    }

    private final Table<Template> templates;
    private final Table<Version> versions;
    private final Ids ids;

    public LaunchTemplates(Store store, Ids ids) {
        templates = store.table("ec2.templates", Template.class);
        versions = store.table("ec2.templateVersions", Version.class);
        this.ids = ids;
    }

    List<Template> all(Place place) {
        return List.copyOf(templates.under(place.key()).values());
    }

    /**
     * Makes a template with its first version.
     *
     * @param data by the names of the request's form
     * @throws ServiceError when the name is taken
     */
    public Template create(
            Place place, String name, Instant now, String by, String description, Map<String, String> data) {
        if (named(place, name).isPresent()) {
            throw ServiceError.client(
                    "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
        }
        Template made = new Template(place, "lt-0" + ids.hex(16), name, now, by, 1, 1);
        templates.put(made.key(), made);
        put(new Version(made.id(), 1, now, by, description, data));
        return made;
    }

    /** Adds a version. Beginning with those of another version, if one is named. */
    public Version add(
            Template template,
            Instant now,
            String by,
            String description,
            Optional<Version> source,
            Map<String, String> data) {
        Map<String, String> all = new LinkedHashMap<>(source.map(Version::data).orElse(Map.of()));
        all.putAll(data);
        Version next = new Version(template.id(), template.latest() + 1, now, by, description, all);
        put(next);
        put(new Template(
                template.place(),
                template.id(),
                template.name(),
                template.created(),
                template.createdBy(),
                template.standard(),
                next.number()));
        return next;
    }

    /** Makes another version the standard one. */
    Template standard(Template template, long number) {
        Template changed = new Template(
                template.place(),
                template.id(),
                template.name(),
                template.created(),
                template.createdBy(),
                number,
                template.latest());
        put(changed);
        return changed;
    }

    private void put(Template template) {
        templates.put(template.key(), template);
    }

    private void put(Version version) {
        versions.put(version.key(), version);
    }

    public Optional<Template> find(Place place, String id) {
        return templates.get(place.key() + id);
    }

    public Optional<Template> named(Place place, String name) {
        return all(place).stream()
                .filter(template -> template.name().equals(name))
                .findFirst();
    }

    Template require(Place place, String id) {
        return find(place, id)
                .orElseThrow(() -> ServiceError.client(
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID " + id + ", does not exist."));
    }

    /**
     * The template of an id or a name.
     *
     * @throws ServiceError when there is none, or not one of both is given
     */
    public Template require(Place place, Optional<String> id, Optional<String> name) {
        if (id.isPresent() == name.isPresent()) {
            throw ServiceError.client(
                    "MissingParameter", "Either a launch template ID or a launch template name must be specified.");
        }
        return id.isPresent()
                ? require(place, id.get())
                : named(place, name.get())
                        .orElseThrow(() -> ServiceError.client(
                                "InvalidLaunchTemplateName.NotFoundException",
                                "The specified launch template, with template name " + name.get()
                                        + ", does not exist."));
    }

    List<Version> versions(Template template) {
        return new ArrayList<>(versions.under(template.id() + "/").values()).reversed();
    }

    /**
     * A version.
     *
     * @param spoken a number, {@code $Latest} or {@code $Default}; empty for the latter
     */
    public Version version(Template template, String spoken) {
        String number = switch (spoken) {
            case "", "$Default" -> Long.toString(template.standard());
            case "$Latest" -> Long.toString(template.latest());
            default -> spoken;
        };
        return versions(template).stream()
                .filter(version -> Long.toString(version.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> ServiceError.client(
                        "InvalidLaunchTemplateId.VersionNotFound",
                        "Could not find the specified version " + spoken + " for the launch template with ID "
                                + template.id() + "."));
    }

    void delete(Version version) {
        versions.remove(version.key());
    }

    /** Deletes a template with all of its versions. */
    public void delete(Template template) {
        versions(template).forEach(this::delete);
        templates.remove(template.key());
    }
}
