package dev.penstock.importing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a manifest of Copilot declares. Source: Copilot's documentation, "Manifest". */
enum CopilotType {
    LOAD_BALANCED_WEB_SERVICE("Load Balanced Web Service"),
    BACKEND_SERVICE("Backend Service"),
    WORKER_SERVICE("Worker Service"),
    REQUEST_DRIVEN_WEB_SERVICE("Request-Driven Web Service"),
    SCHEDULED_JOB("Scheduled Job"),
    STATIC_SITE("Static Site"),
    ENVIRONMENT("Environment");

    private final String title;

    CopilotType(String title) {
        this.title = title;
    }

    /** The type of that name, in today's or an earlier form. */
    static Optional<CopilotType> of(String word) {
        // Services were called apps before version 1.
        String today = word.replaceFirst(" App$", " Service");
        return Arrays.stream(values()).filter(type -> type.title.equals(today)).findFirst();
    }

    /** All names of today. */
    static List<String> names() {
        return Arrays.stream(values()).map(CopilotType::title).toList();
    }

    /** As it is written in a manifest. */
    String title() {
        return title;
    }

    /** Whether it is a service of ECS, which can be deployed to as such. */
    boolean isEcsService() {
        return switch (this) {
            case LOAD_BALANCED_WEB_SERVICE, BACKEND_SERVICE, WORKER_SERVICE -> true;
            case REQUEST_DRIVEN_WEB_SERVICE, SCHEDULED_JOB, STATIC_SITE, ENVIRONMENT -> false;
        };
    }
}
