package dev.penstock.bucket;

import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Media types by the ends of names, as IANA has them registered ("Media Types") and browsers expect them. The same on every machine,
 * whatever its system knows.
 */
final class ContentTypes {

    /** What nobody knows better. */
    static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_END = Map.ofEntries(
            text("css", "css"),
            text("csv", "csv"),
            text("htm", "html"),
            text("html", "html"),
            text("ics", "calendar"),
            text("js", "javascript"),
            text("md", "markdown"),
            text("mjs", "javascript"),
            text("text", "plain"),
            text("txt", "plain"),
            text("vtt", "vtt"),
            text("xml", "xml"),
            image("apng", "apng"),
            image("avif", "avif"),
            image("bmp", "bmp"),
            image("gif", "gif"),
            image("ico", "vnd.microsoft.icon"),
            image("jpeg", "jpeg"),
            image("jpg", "jpeg"),
            image("png", "png"),
            image("svg", "svg+xml"),
            image("tif", "tiff"),
            image("tiff", "tiff"),
            image("webp", "webp"),
            font("otf"),
            font("ttf"),
            font("woff"),
            font("woff2"),
            Map.entry("eot", "application/vnd.ms-fontobject"),
            Map.entry("aac", "audio/aac"),
            Map.entry("flac", "audio/flac"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("weba", "audio/webm"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("ogv", "video/ogg"),
            Map.entry("webm", "video/webm"),
            application("atom", "atom+xml"),
            application("bz2", "x-bzip2"),
            application("doc", "msword"),
            application("docx", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
            application("epub", "epub+zip"),
            application("gz", "gzip"),
            application("jar", "java-archive"),
            application("json", "json"),
            application("jsonld", "ld+json"),
            application("map", "json"),
            application("pdf", "pdf"),
            application("rss", "rss+xml"),
            application("rtf", "rtf"),
            application("tar", "x-tar"),
            application("tgz", "gzip"),
            application("wasm", "wasm"),
            application("webmanifest", "manifest+json"),
            application("xhtml", "xhtml+xml"),
            application("xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            application("yaml", "yaml"),
            application("yml", "yaml"),
            application("zip", "zip"));

    private ContentTypes() {}

    private static Entry<String, String> text(String end, String type) {
        return Map.entry(end, "text/" + type);
    }

    private static Entry<String, String> image(String end, String type) {
        return Map.entry(end, "image/" + type);
    }

    private static Entry<String, String> font(String end) {
        return Map.entry(end, "font/" + end);
    }

    private static Entry<String, String> application(String end, String type) {
        return Map.entry(end, "application/" + type);
    }

    /** The type of what has a name; {@code otherwise} if its end says nothing. */
    static String of(String name, String otherwise) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return BY_END.getOrDefault(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), otherwise);
    }
}
