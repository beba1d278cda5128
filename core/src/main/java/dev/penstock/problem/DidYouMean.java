package dev.penstock.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class DidYouMean {

    private static final int LONGEST = 64;

    private DidYouMean() {}

    /**
     * The known name nearest to what was written: the same but for upper and lower case, or at most a third of its
     * characters wrong, missing, too many, or swapped with their neighbour. Empty when none is near.
     */
    public static Optional<String> among(String written, Collection<String> known) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int allowed = Math.max(1, Math.min(written.length(), candidate.length()) / 3);
            int distance = distance(written, candidate, allowed);
            if (distance <= allowed && distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return bestDistance == Integer.MAX_VALUE ? Optional.empty() : Optional.of(best);
    }

    /** A sentence that suggests the nearest name, or else lists what is known. */
    public static String hint(String written, Collection<String> known) {
        return among(written, known)
                .map(name -> "Did you mean '" + name + "'?")
                .orElseGet(() -> "Known here: " + String.join(", ", known) + ".");
    }

    /** Damerau's distance (optimal string alignment), without regard to case. */
    private static int distance(String left, String right, int enough) {
        if (Math.abs(left.length() - right.length()) > enough || left.length() > LONGEST || right.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                d[i][j] = swapped ? Math.min(cost, d[i - 2][j - 2] + 1) : cost;
            }
        }
        return d[a.length()][b.length()];
    }
}
