package dev.penstock.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An authority of a test's own, which signs certificates of servers with the {@code openssl} that PostgreSQL's packages bring.
 *
 * @param folder where its files are
 */
record CertificateAuthority(Path folder) {

    /** A new one in an empty folder. */
    static CertificateAuthority in(Path folder) throws IOException, InterruptedException {
        var authority = new CertificateAuthority(Files.createDirectories(folder));
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=An authority of tests")
                .with("-keyout", authority.file("ca.key"))
                .with("-out", authority.file("ca.crt"))
                .run();
        return authority;
    }

    /** What clients have to trust. */
    Path certificate() {
        return folder.resolve("ca.crt");
    }

    /**
     * Signs a certificate for a server of that name, and puts it into its folder as {@code server.crt} beside
     * {@code server.key}.
     */
    void sign(String host, Path server) throws IOException, InterruptedException {
        Path key = server.resolve("server.key");
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + host, "-addext")
                .with("subjectAltName=DNS:" + host, "-keyout")
                .with(key.toString(), "-out")
                .with(file("server.csr"))
                .run();
        openssl("x509", "-req", "-days", "2", "-copy_extensions", "copy", "-CAcreateserial")
                .with("-in", file("server.csr"))
                .with("-CA", file("ca.crt"))
                .with("-CAkey", file("ca.key"))
                .with("-out", server.resolve("server.crt").toString())
                .run();
        PostgresPrograms.call(List.of("chmod", "600", key.toString()));
        PostgresPrograms.give(key);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Call openssl(String... arguments) {
        return new Call(List.of("openssl")).with(arguments);
    }

    private record Call(List<String> command) {

        Call with(String... arguments) {
            return new Call(java.util.stream.Stream.concat(command.stream(), List.of(arguments).stream())
                    .toList());
        }

        void run() throws IOException, InterruptedException {
            PostgresPrograms.call(command);
        }
    }
}
