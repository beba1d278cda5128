package dev.penstock.simulator.beanstalk.bundle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Platforms of programming languages: the processes of a Procfile, or what the platform runs without one. Source: Developer
 * Guide, "Buildfile and Procfile" and the platforms' own chapters.
 */
final class LanguageApplication {

    private static final Pattern LINE = Pattern.compile("(?<name>[A-Za-z0-9_-]+):\\s*(?<command>[^\\s].*)");

    private LanguageApplication() {}

    static Application of(PlatformFamily family, SourceBundle bundle) throws BundleRefused {
        if (bundle.has("Procfile") && family != PlatformFamily.TOMCAT && family != PlatformFamily.PHP) {
            return new Application.Processes(procfile(bundle.text("Procfile").orElse("")));
        }
        return switch (family) {
            case NODE_JS -> nodeJs(bundle);
            case CORRETTO -> corretto(bundle);
            case GO -> web(bundle.has("application.go") ? "bin/application" : "application");
            case PYTHON -> web("gunicorn --bind 127.0.0.1:8000 --workers=1 --threads=15 application");
            case RUBY -> web("puma -C /opt/elasticbeanstalk/config/private/pumaconf.rb");
            case PHP -> web("php-fpm");
            case TOMCAT -> web("tomcat");
            case DOT_NET -> web("dotnet");
            case DOCKER, ECS, OTHER -> web("application");
        };
    }

    private static Application nodeJs(SourceBundle bundle) throws BundleRefused {
        for (String script : new String[] {"app.js", "server.js"}) {
            if (bundle.has(script) && !bundle.has("package.json")) {
                return web("node " + script);
            }
        }
        if (bundle.has("package.json")) {
            return web("npm start");
        }
        throw BundleRefused.onInstance(
                "CreateProcfile",
                "Instance deployment failed to generate a 'Procfile' for Node.js. Provide one of these files:"
                        + " 'package.json', 'server.js', or 'app.js'. The deployment failed.",
                "failed to generate Procfile for Node.js");
    }

    private static Application corretto(SourceBundle bundle) throws BundleRefused {
        if (bundle.has("application.jar")) {
            return web("java -jar application.jar");
        }
        return bundle.files().stream()
                .filter(file -> file.folder().isEmpty() && file.name().endsWith(".jar"))
                .findFirst()
                .map(jar -> web("java -jar " + jar.name()))
                .orElseThrow(() -> BundleRefused.onInstance(
                        "CreateProcfile",
                        "Unable to launch application as the source bundle does not contain either a file named"
                                + " application.jar or a Procfile.",
                        "no Procfile, Buildfile or application.jar in the source bundle"));
    }

    private static Application web(String command) {
        return new Application.Processes(Map.of("web", command));
    }

    private static Map<String, String> procfile(String text) throws BundleRefused {
        Map<String, String> processes = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher form = LINE.matcher(line.stripTrailing());
            if (form.matches()) {
                processes.put(form.group("name"), form.group("command"));
            } else if (!line.isBlank() && !line.strip().startsWith("#")) {
                throw BundleRefused.onInstance(
                        "CheckProcfileForApp", "", "Procfile could not be parsed, invalid line: " + line);
            }
        }
        if (processes.isEmpty()) {
            throw BundleRefused.onInstance("CheckProcfileForApp", "", "Procfile is empty");
        }
        return processes;
    }
}
