package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes resources that are kept here: what their schema says, and what their {@link Model} adds. */
final class ModelledHandler implements ResourceHandler {

    private final RegistrySchema schema;
    private final Model model;
    private final ModelledResources resources;
    private final Ids ids;

    ModelledHandler(RegistrySchema schema, Model model, ModelledResources resources, Ids ids) {
        this.schema = schema;
        this.model = model;
        this.resources = resources;
        this.ids = ids;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Model.Surroundings here = here(context);
        Properties asked = Properties.of(properties);
        model.checkNew(here, asked);
        String id = model.physicalId(here, asked);
        JsonValue.Structure attributes = model.attributes(here, id, asked);
        keep(here, id, asked, attributes);
        model.made(here, id, asked);
        return new Progress.Done(id, attributes);
    }

    private void keep(Model.Surroundings here, String id, Properties asked, JsonValue.Structure attributes) {
        ResourceContext context = here.context();
        String tagged = schema.tagProperty().orElse("Tags");
        Map<String, String> tags =
                schema.systemTags() ? TagSet.all(context, asked, tagged) : TagSet.given(context, asked, tagged);
        resources.put(
                context.caller(),
                new ModelledResources.Row(
                        schema.type(),
                        id,
                        ModelledResources.text(asked.structure()),
                        ModelledResources.text(attributes),
                        context.stackId(),
                        context.logicalId(),
                        context.now(),
                        tags));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Model.Surroundings here = here(context);
        if (resources.get(context.caller(), schema.type(), before.physicalId()).isEmpty()) {
            throw ServiceError.of(
                    404,
                    "NotFound",
                    "Resource of type '" + schema.type() + "' with identifier '" + before.physicalId()
                            + "' was not found.");
        }
        Properties asked = Properties.of(after);
        model.checkChange(here, before, asked);
        JsonValue.Structure attributes = changed(here, before, asked);
        keep(here, before.physicalId(), asked, attributes);
        model.made(here, before.physicalId(), asked);
        return new Progress.Done(before.physicalId(), attributes);
    }

    /** Attributes that are properties change with them; what it was given at its creation it keeps. */
    private JsonValue.Structure changed(Model.Surroundings here, Deployed before, Properties asked) {
        Map<String, JsonValue> attributes =
                new LinkedHashMap<>(before.attributes().members());
        schema.attributes().forEach(name -> asked.get(name).ifPresent(value -> attributes.put(name, value)));
        model.changed(here, before, asked).members().forEach(attributes::put);
        return new JsonValue.Structure(attributes);
    }

    @Override
    public boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return model.replaces(Properties.of(before.properties()), Properties.of(after));
    }

    @Override
    public void snapshot(ResourceContext context, Deployed resource) {
        model.snapshot(here(context), resource);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (resources
                .get(context.caller(), schema.type(), resource.physicalId())
                .isPresent()) {
            Model.Surroundings here = here(context);
            model.checkDeletion(here, resource);
            resources.remove(context.caller(), schema.type(), resource.physicalId());
            model.gone(here, resource);
        }
        return new Progress.Done(resource.physicalId(), resource.attributes());
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return resources
                .get(context.caller(), schema.type(), resource.physicalId())
                .map(row -> row.read().structure());
    }

    private Model.Surroundings here(ResourceContext context) {
        return new Model.Surroundings(context, resources, ids, schema);
    }
}
