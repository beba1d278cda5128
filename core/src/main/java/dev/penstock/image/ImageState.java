package dev.penstock.image;

/** Where an action that builds an image is. */
public sealed interface ImageState {

    /** Nothing is pushed yet. */
    record Begun() implements ImageState {}

    /**
     * The image was pushed.
     *
     * @param image the image
     */
    record Pushed(PushedImage image) implements ImageState {}
}
