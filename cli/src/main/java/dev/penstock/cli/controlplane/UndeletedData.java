package dev.penstock.cli.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of tables and buckets whose deletion was agreed to: they are kept until it is done, because the stack, which is deleted
 * first, is the only other place that knows them.
 *
 * @param file where they are; absent when there are none
 */
public record UndeletedData(Path file) {

    /** Of what kind something is. */
    public enum Kind {
        TABLE,
        BUCKET
    }

    /**
     * A table or a bucket.
     *
     * @param place in which account and Region it is, in one word
     * @param name its name in AWS
     */
    public record Item(Kind kind, String place, String name) {

        private static Item read(String line) {
            String[] words = line.split(" ", 3);
            return new Item(Kind.valueOf(words[0]), words[1], words[2]);
        }

        private String line() {
            return kind + " " + place + " " + name;
        }
    }

    /** Those of a place, in the order in which they were added. */
    public List<Item> of(String place) throws IOException {
        return all().stream().filter(item -> item.place().equals(place)).toList();
    }

    /** Adds what is not there yet. */
    public void add(List<Item> items) throws IOException {
        List<Item> all = new ArrayList<>(all());
        items.stream().filter(item -> !all.contains(item)).forEach(all::add);
        write(all);
    }

    /** Takes one out that is deleted. */
    public void remove(Item item) throws IOException {
        List<Item> all = new ArrayList<>(all());
        all.remove(item);
        write(all);
    }

    private List<Item> all() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Item::read).toList()
                : List.of();
    }

    private void write(List<Item> items) throws IOException {
        if (items.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.write(file, items.stream().map(Item::line).toList());
        }
    }
}
