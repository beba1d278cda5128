package dev.penstock.secret;

import java.util.HashSet;
import java.util.Set;

/**
 * The masker of a run. Costs nothing while no secret is registered, and about as much as reading the text after that.
 *
 * <p>Text is masked as it is given: a caller that writes line by line masks line by line, and a value of several lines is
 * found in each of its lines.
 */
public final class SecretMasker implements Masker {

    /** Shorter values would mask half of any text. */
    static final int MINIMUM_LENGTH = 4;

    private final Set<String> forms = new HashSet<>();
    private volatile MaskPatterns patterns = MaskPatterns.NONE;

    @Override
    public void register(Secret secret) {
        String value = secret.reveal();
        if (value.length() < MINIMUM_LENGTH) {
            return;
        }
        synchronized (forms) {
            if (forms.addAll(SecretForms.of(value))) {
                patterns = MaskPatterns.of(forms);
            }
        }
    }

    @Override
    public String mask(String text) {
        return patterns.mask(text);
    }

    @Override
    public boolean hasSecrets() {
        return patterns != MaskPatterns.NONE;
    }
}
