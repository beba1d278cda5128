package dev.penstock.evidence;

import java.util.Base64;

/** Texts that hold keys (RFC 7468). */
final class Pem {

    private Pem() {}

    /**
     * What stands between the lines of a label.
     *
     * @throws IllegalArgumentException when there is none
     */
    static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no " + label);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}
