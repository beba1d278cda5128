package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secrets of all accounts. All methods are called inside transactions. */
final class Secrets {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9/_+=.@!-]{1,512}");
    private static final Pattern COMPLETE = Pattern.compile(".*-[a-zA-Z0-9]{6}");

    private static final String SUFFIX = "-??????";

    private final Table<StoredSecret> rows;

    Secrets(Store store) {
        rows = store.table("secretsmanager.secrets", StoredSecret.class);
    }

    /**
     * A secret by name, ARN, or ARN without its last seven characters. An ARN that ends with a hyphen and six
     * characters is taken for a whole one, as the User Guide warns.
     *
     * @throws dev.penstock.simulator.wire.ServiceError {@code ValidationException} for what can be neither
     */
    Optional<StoredSecret> find(String account, String region, @Nullable String secretId) {
        String id = secretId == null ? "" : secretId;
        if (!id.startsWith("arn:")) {
            if (!NAME.matcher(id).matches()) {
                throw SecretErrors.invalidName();
            }
            return rows.get(key(account, region, id));
        }
        String[] parts = id.split(":", 7);
        if (parts.length < 7 || !parts[2].equals("secretsmanager") || !parts[5].equals("secret")) {
            return Optional.empty();
        }
        String rest = parts[6];
        if (COMPLETE.matcher(rest).matches()) {
            String name = rest.substring(0, rest.length() - 7);
            return rows.get(key(parts[4], parts[3], name)).filter(s -> s.arn().equals(id));
        }
        return rows.get(key(parts[4], parts[3], rest));
    }

    /**
     * A secret by its ARN, or by one that ends in the wildcards that stand for its last six characters.
     *
     * @param arn of Secrets Manager
     */
    Optional<StoredSecret> byArn(String arn) {
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || parts[6].length() < SUFFIX.length()) {
            return Optional.empty();
        }
        String name = parts[6].substring(0, parts[6].length() - SUFFIX.length());
        return rows.get(key(parts[4], parts[3], name))
                .filter(secret -> arn.endsWith(SUFFIX) || secret.arn().equals(arn));
    }

    /** A secret that must be there, also when it is marked for deletion. */
    StoredSecret require(Caller caller, @Nullable String secretId) {
        return find(caller.account(), caller.region(), secretId).orElseThrow(SecretErrors::notFound);
    }

    /** A secret that must be there and not be marked for deletion. */
    StoredSecret requireLive(Caller caller, @Nullable String secretId) {
        StoredSecret secret = require(caller, secretId);
        if (secret.deletedOn().isPresent()) {
            throw SecretErrors.markedForDeletion();
        }
        return secret;
    }

    /** All secrets of an account, by name. */
    List<StoredSecret> all(String account, String region) {
        return List.copyOf(rows.under(account + "/" + region + "/").values());
    }

    void put(StoredSecret secret) {
        rows.put(key(secret.account(), secret.region(), secret.name()), secret);
    }

    void remove(StoredSecret secret) {
        rows.remove(key(secret.account(), secret.region(), secret.name()));
    }

    private static String key(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }
}
