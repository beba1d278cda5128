package dev.penstock.architecture.bad.unmarked;

/** In a package that says nothing about null. */
final class Unmarked {}
