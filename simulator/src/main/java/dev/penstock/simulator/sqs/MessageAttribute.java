package dev.penstock.simulator.sqs;

/**
 * An attribute of a message.
 *
 * @param dataType {@code String}, {@code Number} or {@code Binary}, with or without a label of the sender's behind a dot
 * @param value as text; of binary ones in Base64
 */
public record MessageAttribute(String dataType, String value) {

    boolean isBinary() {
        return dataType.startsWith("Binary");
    }
}
