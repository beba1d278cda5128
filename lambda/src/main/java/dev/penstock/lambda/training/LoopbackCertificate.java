package dev.penstock.lambda.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate of {@code localhost} for two days, made by the JDK's {@code keytool}: for servers that stand in for AWS on this
 * machine, as clients take other ways without TLS.
 *
 * @param context for the server
 * @param trusted a key store of what the JDK trusts and of this certificate, for {@code javax.net.ssl.trustStore}
 */
public record LoopbackCertificate(SSLContext context, Path trusted) {

    /** The one that JDKs come with; what is kept here is secret from nobody. */
    private static final String PASSWORD = "changeit";

    /**
     * Makes one.
     *
     * @param folder exists, and gets three files
     * @throws IOException if {@code keytool} does not do what it should
     */
    public static LoopbackCertificate in(Path folder) throws IOException, InterruptedException {
        String key = folder.resolve("key.p12").toString();
        String certificate = folder.resolve("certificate.pem").toString();
        Path trusted = folder.resolve("cacerts");
        keytool(
                key,
                "-genkeypair -alias loopback -keyalg EC -groupname secp256r1 -dname CN=localhost"
                        + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12");
        keytool(key, "-exportcert -rfc -alias loopback -file " + certificate);
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), trusted);
        keytool(trusted.toString(), "-importcert -noprompt -alias loopback -file " + certificate);
        try (InputStream in = Files.newInputStream(Path.of(key))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new LoopbackCertificate(context, trusted);
        } catch (GeneralSecurityException e) {
            throw new IOException("a key that was just made cannot be used", e);
        }
    }

    private static void keytool(String store, String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ", -1)));
        command.addAll(List.of("-keystore", store, "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
