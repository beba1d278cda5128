package dev.penstock.simulator.beanstalk.bundle;

import java.util.regex.Pattern;

/** How images are named. Source: the grammar of github.com/distribution/reference. */
final class ImageReference {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/)?"
            + "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,})?");

    private ImageReference() {}

    static boolean isOne(String text) {
        return text.length() <= 1024 && FORM.matcher(text).matches();
    }
}
