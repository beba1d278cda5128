package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.JsonValue;
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
        Properties asked = Properties.of(after);
        model.checkChange(here, before, asked);
        Map<String, JsonValue> attributes = new LinkedHashMap<>(
                model.attributes(here, before.physicalId(), asked).members());
        attributes.putAll(before.attributes().members());
        model.attributes(here, before.physicalId(), asked).members().forEach((name, value) -> {
            if (asked.has(name)) {
                attributes.put(name, value);
            }
        });
        JsonValue.Structure all = new JsonValue.Structure(attributes);
        keep(here, before.physicalId(), asked, all);
        model.made(here, before.physicalId(), asked);
        return new Progress.Done(before.physicalId(), all);
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
