package dev.penstock.document;

/**
 * How much of a document is read before it is refused. The defaults hold every file that AWS accepts: a CloudFormation
 * template may have 1 MiB, and no document in the wild comes near the other limits.
 *
 * @param characters the longest text
 * @param depth the deepest nesting of mappings and lists
 * @param nodes the most values, counting those that an alias repeats each time: what stops an alias bomb
 */
public record ReadLimits(int characters, int depth, int nodes) {

    /** 1 MiB of text, 100 levels, 250,000 values. */
    public static final ReadLimits DEFAULT = new ReadLimits(1 << 20, 100, 250_000);

    public ReadLimits {
        if (characters < 1 || depth < 1 || nodes < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
