package io.github.sessionstate.it.host;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for the domain, where Openfire looks for it. Made by the JDK's keytool. */
final class KeyStores {
    /** Openfire's default, and no secret. */
    private static final String PASSWORD = "changeit";

    private KeyStores() {
    }

    static void create(Path directory) throws IOException {
        Files.createDirectories(directory);
        String keyStore = directory.resolve("keystore").toString();
        String trustStore = directory.resolve("truststore").toString();
        String certificate = directory.resolve("certificate.pem").toString();
        keytool("-genkeypair", "-alias", "example", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30",
                "-dname", "CN=" + HostOptions.DOMAIN, "-ext", "SAN=dns:" + HostOptions.DOMAIN,
                "-keypass", PASSWORD, "-keystore", keyStore);
        keytool("-exportcert", "-rfc", "-alias", "example", "-file", certificate, "-keystore", keyStore);
        keytool("-importcert", "-noprompt", "-alias", "example", "-file", certificate, "-keystore", trustStore);
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        // Openfire 4.2.0 reads the old format by default.
        command.addAll(List.of("-storetype", "JKS", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while making a key store", e);
        }
    }
}
