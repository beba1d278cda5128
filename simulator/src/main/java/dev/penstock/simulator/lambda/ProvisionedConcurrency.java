package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/** Executions that are kept ready for versions and aliases. */
final class ProvisionedConcurrency {

    private static final String READY = "lambda.provisioned";

    /** AWS publishes none; users see one to two minutes. */
    private static final Duration ALLOCATION = Duration.ofSeconds(90);

    private static final int MOST_LISTED = 50;

    private record Row(ProvisionedConcurrencyConfigListItem config) {}

    private final LambdaStore store;
    private final Table<Row> table;
    private final Calendar calendar;
    private final FunctionLife life;

    ProvisionedConcurrency(Store state, LambdaStore store, Calendar calendar, FunctionLife life) {
        this.store = store;
        this.life = life;
        this.table = state.table("lambda.provisioned", Row.class);
        this.calendar = calendar;
        calendar.on(READY, this::allocated);
    }

    void declare(Operations all) {
        String path = "/2019-09-30/functions/{FunctionName}/provisioned-concurrency";
        all.operation(
                        "PUT " + path + " =202",
                        "PutProvisionedConcurrencyConfig",
                        PutProvisionedConcurrencyConfigRequest::builder,
                        this::put)
                .operation(
                        "GET " + path,
                        "GetProvisionedConcurrencyConfig",
                        GetProvisionedConcurrencyConfigRequest::builder,
                        this::get)
                .operation(
                        "DELETE " + path + " =204",
                        "DeleteProvisionedConcurrencyConfig",
                        DeleteProvisionedConcurrencyConfigRequest::builder,
                        this::delete)
                .operation(
                        "GET " + path + "?List=ALL",
                        "ListProvisionedConcurrencyConfigs",
                        ListProvisionedConcurrencyConfigsRequest::builder,
                        this::list);
    }

    /** How many are asked for, for all versions and aliases of a function. */
    int total(FunctionName function) {
        return of(function).stream()
                .mapToInt(ProvisionedConcurrencyConfigListItem::requestedProvisionedConcurrentExecutions)
                .sum();
    }

    /** Whether some are kept ready for what a name means, or for the version behind it. */
    boolean isFor(LambdaStore.Target target) {
        FunctionName name = target.function().reference();
        return table.has(name.arn(target.version().number()))
                || target.alias()
                        .filter(alias ->
                                table.has(name.arn(alias.configuration().name())))
                        .isPresent();
    }

    /** Forgets those of a version or an alias, or all of a function. */
    void forget(FunctionName function, Optional<String> qualifier) {
        List<String> arns = qualifier
                .map(q -> List.of(function.arn(q)))
                .orElseGet(() -> List.copyOf(table.under(function.arn() + ":").keySet()));
        arns.forEach(arn -> {
            table.remove(arn);
            calendar.strike(READY, arn);
        });
    }

    private List<ProvisionedConcurrencyConfigListItem> of(FunctionName function) {
        return table.under(function.arn() + ":").values().stream()
                .map(Row::config)
                .toList();
    }

    private PutProvisionedConcurrencyConfigResponse put(Call call, PutProvisionedConcurrencyConfigRequest request) {
        new Constraints()
                .present("qualifier", request.qualifier())
                .present("provisionedConcurrentExecutions", request.provisionedConcurrentExecutions())
                .check();
        int wanted = request.provisionedConcurrentExecutions();
        new Constraints()
                .range(1, Integer.MAX_VALUE, "provisionedConcurrentExecutions", wanted)
                .check();
        FunctionName name = FunctionName.plain(call, request.functionName(), request.qualifier());
        if (name.meant().equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid(
                    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        }
        LambdaStore.Target target = existing(name);
        requireAlone(name, target);
        requireRoom(name, target.function(), wanted);
        ProvisionedConcurrencyConfigListItem config = ProvisionedConcurrencyConfigListItem.builder()
                .functionArn(name.qualifiedArn())
                .requestedProvisionedConcurrentExecutions(wanted)
                .allocatedProvisionedConcurrentExecutions(0)
                .availableProvisionedConcurrentExecutions(0)
                .status(ProvisionedConcurrencyStatusEnum.IN_PROGRESS)
                .lastModified(FunctionSettings.modified(call.now()))
                .build();
        table.put(name.qualifiedArn(), new Row(config));
        calendar.enter(READY, name.qualifiedArn(), call.now().plus(ALLOCATION));
        call.effect(name.qualifiedArn());
        return Fields.copy(config, PutProvisionedConcurrencyConfigResponse.builder())
                .build();
    }

    /** A version has some of its own or through an alias, not both. */
    private void requireAlone(FunctionName name, LambdaStore.Target target) {
        if (target.alias().isPresent()) {
            if (table.has(name.arn(target.version().number()))) {
                throw LambdaErrors.conflict(
                        "Alias can't be used for Provisioned Concurrency configuration on an already"
                                + " Provisioned version");
            }
        } else if (store.aliases(name).stream()
                .filter(alias -> Aliases.pointsTo(alias.configuration(), name.meant()))
                .anyMatch(alias -> table.has(name.arn(alias.configuration().name())))) {
            throw LambdaErrors.conflict("Version is pointed by a Provisioned Concurrency alias");
        }
    }

    private void requireRoom(FunctionName name, LambdaStore.Function function, int wanted) {
        int others = total(name)
                - table.get(name.qualifiedArn())
                        .map(row -> row.config().requestedProvisionedConcurrentExecutions())
                        .orElse(0);
        if (function.reserved().isPresent()) {
            if (wanted + others > function.reserved().get()) {
                throw LambdaErrors.invalid("Requested Provisioned Concurrency should not be greater than the"
                        + " reservedConcurrentExecution for function");
            }
            return;
        }
        int unreserved = Concurrency.unreserved(store, name.account(), name.region());
        if (wanted > unreserved) {
            throw LambdaErrors.plainlyInvalid("Specified ConcurrentExecutions for function is greater than account's"
                    + " unreserved concurrency [" + unreserved + "].");
        }
        if (unreserved - wanted < Concurrency.LEAST_UNRESERVED) {
            throw LambdaErrors.plainlyInvalid("Specified ConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [" + Concurrency.LEAST_UNRESERVED
                    + "].");
        }
    }

    private GetProvisionedConcurrencyConfigResponse get(Call call, GetProvisionedConcurrencyConfigRequest request) {
        FunctionName name = published(call, request.functionName(), request.qualifier());
        Row row = table.get(name.qualifiedArn())
                .orElseThrow(() -> LambdaErrors.user(
                        404,
                        "ProvisionedConcurrencyConfigNotFoundException",
                        "No Provisioned Concurrency Config found for this function"));
        return Fields.copy(row.config(), GetProvisionedConcurrencyConfigResponse.builder())
                .build();
    }

    private DeleteProvisionedConcurrencyConfigResponse delete(
            Call call, DeleteProvisionedConcurrencyConfigRequest request) {
        FunctionName name = published(call, request.functionName(), request.qualifier());
        if (table.has(name.qualifiedArn())) {
            forget(name, Optional.of(name.meant()));
            call.effect(name.qualifiedArn());
        }
        return DeleteProvisionedConcurrencyConfigResponse.builder().build();
    }

    private ListProvisionedConcurrencyConfigsResponse list(
            Call call, ListProvisionedConcurrencyConfigsRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        store.existing(name);
        Page<ProvisionedConcurrencyConfigListItem> page = Listing.page(
                of(name),
                ProvisionedConcurrencyConfigListItem::functionArn,
                request.marker(),
                request.maxItems(),
                MOST_LISTED);
        return ListProvisionedConcurrencyConfigsResponse.builder()
                .provisionedConcurrencyConfigs(page.items())
                .nextMarker(page.next())
                .build();
    }

    private FunctionName published(Call call, String function, String qualifier) {
        new Constraints().present("qualifier", qualifier).check();
        FunctionName name = FunctionName.plain(call, function, qualifier);
        if (name.meant().equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid("The function resource provided must be an alias or a published version.");
        }
        existing(name);
        return name;
    }

    private LambdaStore.Target existing(FunctionName name) {
        return store.find(name)
                .orElseThrow(() -> FunctionName.isVersion(name.meant())
                        ? LambdaErrors.functionNotFound(name.qualifiedArn())
                        : LambdaErrors.aliasNotFound(name.qualifiedArn()));
    }

    /** Lets the executions of an alias that points elsewhere now be allocated anew; until then the old ones serve. */
    void moved(FunctionName function, String alias) {
        String arn = function.arn(alias);
        table.get(arn).ifPresent(row -> {
            table.put(
                    arn,
                    new Row(row.config().toBuilder()
                            .status(ProvisionedConcurrencyStatusEnum.IN_PROGRESS)
                            .build()));
            calendar.enter(READY, arn, calendar.now().plus(ALLOCATION));
        });
    }

    private void allocated(String arn) {
        table.get(arn).ifPresent(row -> {
            int executions = row.config().requestedProvisionedConcurrentExecutions();
            table.put(
                    arn,
                    new Row(row.config().toBuilder()
                            .allocatedProvisionedConcurrentExecutions(executions)
                            .availableProvisionedConcurrentExecutions(executions)
                            .status(ProvisionedConcurrencyStatusEnum.READY)
                            .build()));
            String[] parts = arn.split(":", -1);
            FunctionName name = new FunctionName(parts[4], parts[3], parts[6], Optional.of(parts[7]));
            store.find(name).ifPresent(target -> life.touch(target.version()));
        });
    }
}
