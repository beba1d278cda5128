package dev.penstock.beanstalk.bundle;

import java.util.List;

/** A bundle cannot be made of what was given. */
public final class BundleRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<String> details;

    BundleRefusal(String code, String message, List<String> details) {
        super(message);
        this.code = code;
        this.details = List.copyOf(details);
    }

    BundleRefusal(String code, String message) {
        this(code, message, List.of());
    }

    /** An image that cannot be brought. */
    public static BundleRefusal ofImage(String message) {
        return new BundleRefusal("PEN-BEANSTALK-004", message);
    }

    /** Stable, such as {@code PEN-BEANSTALK-001}. */
    public String code() {
        return code;
    }

    /** Further lines. */
    public List<String> details() {
        return details;
    }
}
