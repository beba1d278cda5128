package dev.penstock.evidence;

import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of evidence.
 *
 * @param kept the key, if the line says which
 * @param signed the digest that was signed
 * @param signature in Base64
 */
record EvidenceSignature(
        SigningAlgorithm algorithm, Optional<EvidenceSigner.Kept> kept, String signed, String signature) {

    private static final Pattern LINE = Pattern.compile("\\{\"type\":\"signature\",\"algorithm\":\"([A-Za-z0-9_]+)\","
            + "(?:\"key\":\"([A-Za-z0-9:/_.-]{1,2048})\",\"publicKey\":\"([A-Za-z0-9+/]{1,1024}={0,2})\",)?"
            + "\"signed\":\"(sha256:[0-9a-f]{64})\",\"signature\":\"([A-Za-z0-9+/]{1,256}={0,2})\"}");

    /** Reads a line; empty if it is no such line, or is not written as {@link EvidenceWriter} would, to the last byte. */
    static Optional<EvidenceSignature> read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Optional<SigningAlgorithm> algorithm = SigningAlgorithm.of(matcher.group(1));
            Optional<EvidenceWriter.NamedKey> named = Optional.ofNullable(matcher.group(2))
                    .map(name -> new EvidenceWriter.NamedKey(name, same(matcher.group(3))));
            Optional<EvidenceSigner.Kept> kept = named.flatMap(
                    each -> EvidenceKeys.ofBytes(Base64.getDecoder().decode(each.publicKey()))
                            .map(key -> new EvidenceSigner.Kept(each.name(), key)));
            boolean isWhole = algorithm.isPresent() && kept.isPresent() == named.isPresent();
            return isWhole
                            && line.equals(EvidenceWriter.signature(
                                    algorithm.get(), named, matcher.group(4), same(matcher.group(5))))
                    ? Optional.of(new EvidenceSignature(algorithm.get(), kept, matcher.group(4), matcher.group(5)))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** The text as an encoder writes it, so that no bits are left that could be changed. */
    private static String same(String base64) {
        return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
    }

    /** Whether it is that of a message by a key. */
    boolean isOf(PublicKey key, byte[] message) {
        return algorithm.verifies(key, message, Base64.getDecoder().decode(signature));
    }
}
