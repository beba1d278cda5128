package dev.penstock.simulator.kms;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys and aliases of all accounts. All methods are called inside transactions. */
final class Keys {

    private static final Pattern ALIAS = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

    /**
     * Another name of a key.
     *
     * @param name with {@code alias/}
     * @param keyId of a key of the same account and Region
     */
    record Alias(String account, String region, String name, String keyId) {

        String arn() {
            return "arn:aws:kms:" + region + ":" + account + ":" + name;
        }
    }

    private final Table<StoredKey> keys;
    private final Table<Alias> aliases;

    Keys(Store store) {
        keys = store.table("kms.keys", StoredKey.class);
        aliases = store.table("kms.aliases", Alias.class);
    }

    /** A key by its id, its ARN, an alias or the ARN of an alias. */
    StoredKey require(Caller caller, @Nullable String asked) {
        String account = caller.account();
        String region = caller.region();
        String name = asked == null ? "" : asked;
        if (name.startsWith("arn:")) {
            String[] parts = name.split(":", 6);
            if (parts.length < 6 || !parts[2].equals("kms")) {
                throw notFound("Invalid arn " + (parts.length > 3 ? parts[3] : name));
            }
            region = parts[3];
            account = parts[4];
            name = parts[5].startsWith("key/") ? parts[5].substring("key/".length()) : parts[5];
        }
        if (name.startsWith("alias/")) {
            String arn = new Alias(account, region, name, "").arn();
            name = aliases.get(key(account, region, name))
                    .map(Alias::keyId)
                    .orElseThrow(() -> notFound("Alias " + arn + " is not found."));
        } else if (!ID.matcher(name).matches()) {
            throw notFound("Invalid keyId " + name);
        }
        String arn = "arn:aws:kms:" + region + ":" + account + ":key/" + name;
        return keys.get(key(account, region, name)).orElseThrow(() -> notFound("Key '" + arn + "' does not exist"));
    }

    /** The key that an ARN means whose last part is a key's id or an alias. */
    Optional<StoredKey> named(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6) {
            return Optional.empty();
        }
        String name = parts[5].startsWith("key/") ? parts[5].substring("key/".length()) : parts[5];
        Optional<String> id = name.startsWith("alias/")
                ? aliases.get(key(parts[4], parts[3], name)).map(Alias::keyId)
                : Optional.of(name);
        return id.flatMap(each -> keys.get(key(parts[4], parts[3], each)));
    }

    private static ServiceError notFound(String message) {
        return ServiceError.client("NotFoundException", message);
    }

    void put(StoredKey key) {
        keys.put(key(key.account(), key.region(), key.id()), key);
    }

    /** All keys of an account in a Region, by id. */
    List<StoredKey> all(Caller caller) {
        return List.copyOf(
                keys.under(key(caller.account(), caller.region(), "")).values());
    }

    /** Names a key. */
    Alias name(Caller caller, String name, StoredKey key) {
        if (!ALIAS.matcher(name).matches()) {
            throw ServiceError.client(
                    "ValidationException",
                    "1 validation error detected: Value '" + name
                            + "' at 'aliasName' failed to satisfy constraint: Member"
                            + " must satisfy regular expression pattern: ^alias/[a-zA-Z0-9/_-]+$");
        }
        Alias alias = new Alias(caller.account(), caller.region(), name, key.id());
        String row = key(alias.account(), alias.region(), name);
        if (aliases.has(row)) {
            throw ServiceError.client(
                    "AlreadyExistsException", "An alias with the name " + alias.arn() + " already exists");
        }
        aliases.put(row, alias);
        return alias;
    }

    /** All aliases of an account in a Region, by name. */
    List<Alias> aliases(Caller caller) {
        return List.copyOf(
                aliases.under(key(caller.account(), caller.region(), "")).values());
    }

    /** Takes a name away from its key. */
    Optional<Alias> forget(Caller caller, String name) {
        String row = key(caller.account(), caller.region(), name);
        Optional<Alias> alias = aliases.get(row);
        aliases.remove(row);
        return alias;
    }

    private static String key(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }
}
