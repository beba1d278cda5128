package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** The aliases of functions, and which share of invocations they send where. */
final class Aliases {

    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final int LONGEST_NAME = 128;
    private static final int MOST_LISTED = 50;
    private static final String WEIGHTS = "routingConfig.additionalVersionWeights";

    private final LambdaStore store;
    private final FunctionLife life;
    private final ProvisionedConcurrency provisioned;
    private final Functions.Belongings belongings;

    Aliases(LambdaStore store, FunctionLife life, ProvisionedConcurrency provisioned, Functions.Belongings belongings) {
        this.store = store;
        this.life = life;
        this.provisioned = provisioned;
        this.belongings = belongings;
    }

    void declare(Operations all) {
        String one = "/2015-03-31/functions/{FunctionName}/aliases/{Name}";
        all.operation(
                        "POST /2015-03-31/functions/{FunctionName}/aliases =201",
                        "CreateAlias",
                        CreateAliasRequest::builder,
                        this::create)
                .operation("GET " + one, "GetAlias", GetAliasRequest::builder, this::get)
                .operation("PUT " + one, "UpdateAlias", UpdateAliasRequest::builder, this::update)
                .operation("DELETE " + one + " =204", "DeleteAlias", DeleteAliasRequest::builder, this::delete)
                .operation(
                        "GET /2015-03-31/functions/{FunctionName}/aliases",
                        "ListAliases",
                        ListAliasesRequest::builder,
                        this::list);
    }

    /** Whether an alias sends invocations to a version. */
    static boolean pointsTo(AliasConfiguration alias, String number) {
        return alias.functionVersion().equals(number)
                || weights(alias.routingConfig()).containsKey(number);
    }

    /**
     * The version that an invocation goes to.
     *
     * @param chance from 0 to less than 1
     */
    static String version(AliasConfiguration alias, double chance) {
        double passed = 0;
        for (Map.Entry<String, Double> weight : weights(alias.routingConfig()).entrySet()) {
            passed += weight.getValue();
            if (chance < passed) {
                return weight.getKey();
            }
        }
        return alias.functionVersion();
    }

    private static Map<String, Double> weights(@Nullable AliasRoutingConfiguration routing) {
        return routing == null ? Map.of() : routing.additionalVersionWeights();
    }

    private CreateAliasResponse create(Call call, CreateAliasRequest request) {
        new Constraints()
                .present("name", request.name())
                .present("functionVersion", request.functionVersion())
                .atMost(LONGEST_NAME, "name", request.name())
                .matches(NAME, "name", request.name())
                .check();
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        requireVersion(name, request.functionVersion());
        checkRouting(name, request.functionVersion(), request.routingConfig());
        if (store.alias(name, request.name()).isPresent()) {
            throw LambdaErrors.conflict("Alias already exists: " + name.arn(request.name()));
        }
        AliasConfiguration made = AliasConfiguration.builder()
                .aliasArn(name.arn(request.name()))
                .name(request.name())
                .functionVersion(request.functionVersion())
                .description(request.description() == null ? "" : request.description())
                .routingConfig(kept(request.routingConfig()))
                .revisionId(life.revision())
                .build();
        store.put(new LambdaStore.Alias(name.account(), name.region(), name.name(), made));
        call.effect(made.aliasArn());
        return Fields.copy(made, CreateAliasResponse.builder()).build();
    }

    private GetAliasResponse get(Call call, GetAliasRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        AliasConfiguration found = store.alias(name, request.name())
                .orElseThrow(() -> LambdaErrors.aliasNotFound(name.arn(request.name())))
                .configuration();
        return Fields.copy(found, GetAliasResponse.builder()).build();
    }

    private UpdateAliasResponse update(Call call, UpdateAliasRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        LambdaStore.Alias alias = store.alias(name, request.name())
                .orElseThrow(() -> LambdaErrors.notFound("Alias not found: " + name.arn(request.name())));
        AliasConfiguration before = alias.configuration();
        if (request.revisionId() != null && !request.revisionId().equals(before.revisionId())) {
            throw LambdaErrors.otherRevision("GetFunction/GetAlias");
        }
        AliasConfiguration.Builder changed = before.toBuilder().revisionId(life.revision());
        String version = request.functionVersion() == null ? before.functionVersion() : request.functionVersion();
        AliasRoutingConfiguration routing =
                request.routingConfig() == null ? before.routingConfig() : request.routingConfig();
        requireVersion(name, version);
        checkRouting(name, version, routing);
        changed.functionVersion(version).routingConfig(kept(routing));
        if (request.description() != null) {
            changed.description(request.description());
        }
        AliasConfiguration after = changed.build();
        store.put(new LambdaStore.Alias(alias.account(), alias.region(), alias.function(), after));
        if (!version.equals(before.functionVersion())) {
            provisioned.moved(name, after.name());
        }
        call.effect(after.aliasArn());
        return Fields.copy(after, UpdateAliasResponse.builder()).build();
    }

    private DeleteAliasResponse delete(Call call, DeleteAliasRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        store.existing(name);
        if (store.alias(name, request.name()).isPresent()) {
            belongings.remove(name, Optional.of(request.name()));
            store.removeAlias(name, request.name());
            call.effect(name.arn(request.name()));
        }
        return DeleteAliasResponse.builder().build();
    }

    private ListAliasesResponse list(Call call, ListAliasesRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        store.existing(name);
        List<AliasConfiguration> found = store.aliases(name).stream()
                .map(LambdaStore.Alias::configuration)
                .filter(alias -> request.functionVersion() == null || pointsTo(alias, request.functionVersion()))
                .toList();
        Page<AliasConfiguration> page =
                Listing.page(found, AliasConfiguration::name, request.marker(), request.maxItems(), MOST_LISTED);
        return ListAliasesResponse.builder()
                .aliases(page.items())
                .nextMarker(page.next())
                .build();
    }

    private void requireVersion(FunctionName name, String number) {
        if (store.version(name, number).isEmpty()) {
            throw LambdaErrors.functionNotFound(name.arn(number));
        }
    }

    private void checkRouting(FunctionName name, String version, @Nullable AliasRoutingConfiguration routing) {
        Map<String, Double> weights = weights(routing);
        if (weights.isEmpty()) {
            return;
        }
        if (weights.size() > 1) {
            throw LambdaErrors.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        Map.Entry<String, Double> weight = weights.entrySet().iterator().next();
        String other = weight.getKey();
        double share = weight.getValue();
        new Constraints()
                .holds(
                        share >= 0 && share <= 1,
                        WEIGHTS,
                        weights.toString(),
                        "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must"
                                + " have value greater than or equal to 0.0, Member must not be null]")
                .holds(
                        FunctionName.isVersion(other),
                        WEIGHTS,
                        weights.toString(),
                        "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must"
                                + " have length greater than or equal to 1, Member must satisfy regular expression"
                                + " pattern: [0-9]+]")
                .check();
        if (other.equals(version)) {
            throw LambdaErrors.invalid("Invalid function version " + version + ". Function version " + version
                    + " is already included in routing configuration.");
        }
        if (version.equals(FunctionName.LATEST)) {
            throw LambdaErrors.plainlyInvalid("$LATEST is not supported for an alias pointing to more than 1 version");
        }
        requireVersion(name, other);
    }

    /** A routing that sends nothing elsewhere is none. */
    private static @Nullable AliasRoutingConfiguration kept(@Nullable AliasRoutingConfiguration routing) {
        return weights(routing).isEmpty() ? null : routing;
    }
}
