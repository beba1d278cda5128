package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** {@code AWS::Lambda::Alias}: Ref is the ARN. Its update policy may leave the way to another version to CodeDeploy. */
final class LambdaAlias extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::Alias";
    private static final String FUNCTION = "FunctionName";
    private static final String NAME = "Name";
    private static final String ROUTING = "RoutingConfig";
    private static final String PROVISIONED = "ProvisionedConcurrencyConfig";

    LambdaAlias() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        CreateAliasRequest request = fill(
                        CreateAliasRequest.builder(), routed(asked).without(PROVISIONED))
                .build();
        String arn = call(context, request, CreateAliasResponse.class).aliasArn();
        provision(context, Properties.none(), asked);
        Progress.Done done = done(arn, "AliasArn", arn);
        return asked.has(PROVISIONED) ? LambdaProvisioning.begun(done) : done;
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        if (attribute(resource, AliasDeployment.DEPLOYMENT).isEmpty()) {
            return LambdaProvisioning.look(this, context, resource);
        }
        Optional<Progress> under = AliasDeployment.look(context, resource);
        if (under.isPresent()) {
            return under.get();
        }
        Properties asked = Properties.of(resource.properties());
        write(context, asked);
        Progress.Done done = done(resource.physicalId(), "AliasArn", resource.physicalId());
        return asked.has(PROVISIONED) ? LambdaProvisioning.begun(done) : done;
    }

    private void write(ResourceContext context, Properties asked) {
        UpdateAliasRequest request = fill(
                        UpdateAliasRequest.builder(), routed(asked).without(PROVISIONED))
                .build();
        call(context, request, UpdateAliasResponse.class);
    }

    /** CloudFormation lists versions and weights, the service maps the ones to the others. */
    private static Properties routed(Properties asked) {
        Map<String, JsonValue> weights = new LinkedHashMap<>();
        for (Properties weight : asked.part(ROUTING).parts("AdditionalVersionWeights")) {
            weight.get("FunctionWeight").ifPresent(value -> weights.put(weight.require("FunctionVersion"), value));
        }
        Properties routing = Properties.none().with("AdditionalVersionWeights", new JsonValue.Structure(weights));
        return asked.with(ROUTING, routing.structure());
    }

    private void provision(ResourceContext context, Properties old, Properties asked) {
        if (asked.has(PROVISIONED) && asked.changed(old, PROVISIONED)) {
            PutProvisionedConcurrencyConfigRequest request = fill(
                            PutProvisionedConcurrencyConfigRequest.builder(), asked.part(PROVISIONED))
                    .functionName(asked.require(FUNCTION))
                    .qualifier(asked.require(NAME))
                    .build();
            call(context, request, PutProvisionedConcurrencyConfigResponse.class);
        } else if (old.has(PROVISIONED) && !asked.has(PROVISIONED)) {
            DeleteProvisionedConcurrencyConfigRequest request = DeleteProvisionedConcurrencyConfigRequest.builder()
                    .functionName(asked.require(FUNCTION))
                    .qualifier(asked.require(NAME))
                    .build();
            remove(context, request, DeleteProvisionedConcurrencyConfigResponse.class);
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        Optional<String> leftOver = AliasDeployment.leftOver(context, before);
        if (leftOver.isPresent()) {
            return AliasDeployment.stop(context, before, leftOver.get());
        }
        String present = present(context, asked).functionVersion();
        boolean moves =
                AliasDeployment.isWanted(context, old, asked) && !present.equals(asked.text("FunctionVersion", ""));
        if (!moves) {
            write(context, asked);
        }
        provision(context, old, asked);
        if (moves) {
            return AliasDeployment.begin(context, before, asked, present);
        }
        boolean provisions = asked.has(PROVISIONED) && asked.changed(old, PROVISIONED);
        Progress.Done done = done(before.physicalId(), "AliasArn", before.physicalId());
        return provisions ? LambdaProvisioning.begun(done) : done;
    }

    private GetAliasResponse present(ResourceContext context, Properties given) {
        return call(context, alias(given), GetAliasResponse.class);
    }

    private static GetAliasRequest alias(Properties given) {
        return GetAliasRequest.builder()
                .functionName(given.require(FUNCTION))
                .name(given.require(NAME))
                .build();
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DeleteAliasRequest request = DeleteAliasRequest.builder()
                .functionName(given.require(FUNCTION))
                .name(given.require(NAME))
                .build();
        remove(context, request, DeleteAliasResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(context, alias(given), GetAliasResponse.class)
                .map(found -> given.withAll(Properties.of(PropertyShapes.current(
                                given.only("Description", "FunctionVersion").structure(), found)))
                        .structure());
    }
}
