package dev.penstock.simulator.lambda;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Functions, their versions and aliases as they are kept. All methods are called inside transactions. */
final class LambdaStore {

    /**
     * A function.
     *
     * @param published the number of the version that was published last; 0 when none was
     * @param reserved how many executions may run at a time; empty when none are reserved
     * @param codeSigning the ARN of its code signing configuration; empty when it has none
     * @param recursiveLoop what happens when it calls itself without end
     */
    record Function(
            String account,
            String region,
            String name,
            long published,
            Optional<Integer> reserved,
            String codeSigning,
            String recursiveLoop) {

        FunctionName reference() {
            return new FunctionName(account, region, name, Optional.empty());
        }

        Function published(long number) {
            return new Function(account, region, name, number, reserved, codeSigning, recursiveLoop);
        }

        Function reserved(Optional<Integer> executions) {
            return new Function(account, region, name, published, executions, codeSigning, recursiveLoop);
        }

        Function codeSigning(String arn) {
            return new Function(account, region, name, published, reserved, arn, recursiveLoop);
        }

        Function recursiveLoop(String what) {
            return new Function(account, region, name, published, reserved, codeSigning, what);
        }
    }

    /**
     * A version, {@code $LATEST} among them.
     *
     * @param configuration with the version's own ARN; that of {@code $LATEST} without a qualifier
     * @param fingerprint of what was published, by which an unchanged function is known; empty for {@code $LATEST}
     */
    record Version(String account, String region, FunctionConfiguration configuration, Code code, String fingerprint) {

        String number() {
            return configuration.version();
        }

        FunctionName reference() {
            return new FunctionName(account, region, configuration.functionName(), Optional.of(number()));
        }

        Version with(FunctionConfiguration changed) {
            return new Version(account, region, changed, code, fingerprint);
        }

        Version with(FunctionConfiguration changed, Code other) {
            return new Version(account, region, changed, other, fingerprint);
        }
    }

    /** An alias. */
    record Alias(String account, String region, String function, AliasConfiguration configuration) {}

    /**
     * What a qualifier leads to.
     *
     * @param arn as answers have it: with the qualifier that was given
     */
    record Target(Function function, Version version, Optional<Alias> alias, String arn) {

        /** The version's configuration under the ARN that was asked for. */
        FunctionConfiguration configuration() {
            return version.configuration().toBuilder().functionArn(arn).build();
        }
    }

    private final Table<Function> functions;
    private final Table<Version> versions;
    private final Table<Alias> aliases;

    private Runnable changing = () -> {};

    LambdaStore(Store store) {
        functions = store.table("lambda.functions", Function.class);
        versions = store.table("lambda.versions", Version.class);
        aliases = store.table("lambda.aliases", Alias.class);
    }

    /** Lets somebody look just before versions or aliases change. */
    void beforeChanges(Runnable look) {
        changing = look;
    }

    Optional<Function> function(FunctionName name) {
        return functions.get(name.key());
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none */
    Function existing(FunctionName name) {
        return function(name).orElseThrow(() -> LambdaErrors.functionNotFound(name.arn()));
    }

    void put(Function function) {
        functions.put(function.reference().key(), function);
    }

    /** The functions of an account, by name. */
    List<Function> functions(String account, String region) {
        return List.copyOf(functions.under(account + "/" + region + "/").values());
    }

    /** All versions and aliases go as well. */
    void remove(Function function) {
        changing.run();
        FunctionName name = function.reference();
        List.copyOf(versions.under(name.key() + "/").keySet()).forEach(versions::remove);
        List.copyOf(aliases.under(name.key() + "/").keySet()).forEach(aliases::remove);
        functions.remove(name.key());
    }

    Optional<Version> version(FunctionName name, String number) {
        return versions.get(key(name, number));
    }

    /** The version that changes. */
    Version latest(FunctionName name) {
        return version(name, FunctionName.LATEST).orElseThrow(() -> LambdaErrors.functionNotFound(name.qualifiedArn()));
    }

    void put(Version version) {
        changing.run();
        versions.put(key(version.reference(), version.number()), version);
    }

    void remove(Version version) {
        changing.run();
        versions.remove(key(version.reference(), version.number()));
    }

    /** The versions of a function, {@code $LATEST} first, then in order of their numbers. */
    List<Version> versions(FunctionName name) {
        return List.copyOf(versions.under(name.key() + "/").values());
    }

    /** The versions of all accounts. */
    List<Version> versions() {
        return List.copyOf(versions.all());
    }

    Optional<Alias> alias(FunctionName name, String alias) {
        return aliases.get(name.key() + "/" + alias);
    }

    void put(Alias alias) {
        changing.run();
        FunctionName name = new FunctionName(alias.account(), alias.region(), alias.function(), Optional.empty());
        aliases.put(name.key() + "/" + alias.configuration().name(), alias);
    }

    void removeAlias(FunctionName name, String alias) {
        changing.run();
        aliases.remove(name.key() + "/" + alias);
    }

    /** The aliases of a function, by name. */
    List<Alias> aliases(FunctionName name) {
        return List.copyOf(aliases.under(name.key() + "/").values());
    }

    /** What a name leads to; empty when there is no such function, version or alias. */
    Optional<Target> find(FunctionName name) {
        return function(name).flatMap(function -> {
            String meant = name.meant();
            if (meant.equals(FunctionName.LATEST) || FunctionName.isVersion(meant)) {
                return version(name, meant)
                        .map(version -> new Target(function, version, Optional.empty(), name.qualifiedArn()));
            }
            return alias(name, meant)
                    .flatMap(alias -> version(name, alias.configuration().functionVersion())
                            .map(version -> new Target(function, version, Optional.of(alias), name.qualifiedArn())));
        });
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when it leads nowhere */
    Target target(FunctionName name) {
        return find(name).orElseThrow(() -> LambdaErrors.functionNotFound(name.qualifiedArn()));
    }

    /** The key of a version, in which numbers stand in their order. */
    static String key(FunctionName name, String number) {
        return name.key() + "/"
                + (FunctionName.isVersion(number)
                        ? String.format("%19s", number).replace(' ', '0')
                        : number);
    }

    /** The version under a key, as the calendar knows it. */
    Optional<Version> byKey(String key) {
        return versions.get(key);
    }
}
