package dev.penstock.artifact;

/**
 * How much a bundle may be, so that a small file cannot fill a disk.
 *
 * @param entries how many entries it may have
 * @param unpackedBytes how large all its files may be together
 * @param ratio how many times its own size it may unpack to, once that is more than {@code ratioFromBytes}
 * @param ratioFromBytes up to this many unpacked bytes the ratio does not matter
 */
public record BundleLimits(int entries, long unpackedBytes, int ratio, long ratioFromBytes) {

    /** 100,000 entries, 20 GiB, and from 64 MiB on at most 200 times the bundle's size. */
    public static final BundleLimits STANDARD = new BundleLimits(100_000, 20L << 30, 200, 64L << 20);

    public BundleLimits {
        if (entries < 1 || unpackedBytes < 1 || ratio < 1 || ratioFromBytes < 0) {
            throw new IllegalArgumentException("limits are positive numbers");
        }
    }
}
