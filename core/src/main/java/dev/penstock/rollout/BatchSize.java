package dev.penstock.rollout;

/**
 * How many are replaced at a time.
 *
 * @param size a number of them, or per cent of all, at least 1
 * @param isPercent whether it is per cent, 100 at most
 */
public record BatchSize(int size, boolean isPercent) {

    public BatchSize {
        if (size < 1 || (isPercent && size > 100)) {
            throw new IllegalArgumentException("a part is at least 1, and at most 100 per cent, not " + size);
        }
    }

    /** How many of so many, at least 1 (rounded down, as CodeDeploy does with batches). */
    public int of(int all) {
        return isPercent ? (int) Math.max(1, (long) all * size / 100) : Math.min(size, Math.max(1, all));
    }

    @Override
    public String toString() {
        return isPercent ? size + " %" : Integer.toString(size);
    }
}
