package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;

/** {@code GetRandomPassword}, from the simulator's seed. */
final class RandomPassword {

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int LONGEST = 4096;

    private RandomPassword() {}

    static String of(GetRandomPasswordRequest request, Ids ids) {
        long wanted = request.passwordLength() == null ? 32 : request.passwordLength();
        if (wanted < 1 || wanted > LONGEST) {
            throw SecretErrors.parameter("Password length must be between 1 and " + LONGEST + ".");
        }
        List<String> kinds = kinds(request);
        String all = letters(request, kinds);
        boolean each = !Boolean.FALSE.equals(request.requireEachIncludedType());
        if (all.isEmpty()) {
            throw SecretErrors.parameter("No characters are left to make a password of.");
        } else if (each && wanted < kinds.size()) {
            throw SecretErrors.parameter("Password length is too short based on the required types.");
        }
        SplittableRandom random = ids.next();
        List<Character> letters = new ArrayList<>();
        if (each) {
            kinds.forEach(kind -> letters.add(kind.charAt(random.nextInt(kind.length()))));
        }
        while (letters.size() < wanted) {
            letters.add(all.charAt(random.nextInt(all.length())));
        }
        StringBuilder password = new StringBuilder();
        while (!letters.isEmpty()) {
            password.append(letters.remove(random.nextInt(letters.size())).charValue());
        }
        return password.toString();
    }

    private static List<String> kinds(GetRandomPasswordRequest request) {
        String without = request.excludeCharacters() == null ? "" : request.excludeCharacters();
        List<String> kinds = new ArrayList<>();
        add(kinds, request.excludeLowercase(), LOWER, without);
        add(kinds, request.excludeUppercase(), LOWER.toUpperCase(Locale.ROOT), without);
        add(kinds, request.excludeNumbers(), DIGITS, without);
        add(kinds, request.excludePunctuation(), PUNCTUATION, without);
        return kinds;
    }

    /** All that it may be made of. The space is no type of its own, of which one would be required (API Reference). */
    private static String letters(GetRandomPasswordRequest request, List<String> kinds) {
        String without = request.excludeCharacters() == null ? "" : request.excludeCharacters();
        boolean space = Boolean.TRUE.equals(request.includeSpace()) && without.indexOf(' ') < 0;
        return String.join("", kinds) + (space ? " " : "");
    }

    private static void add(List<String> kinds, @Nullable Boolean excluded, String letters, String without) {
        StringBuilder left = new StringBuilder();
        letters.chars().filter(c -> without.indexOf(c) < 0).forEach(c -> left.append((char) c));
        if (!Boolean.TRUE.equals(excluded) && !left.isEmpty()) {
            kinds.add(left.toString());
        }
    }
}
