package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Caller;

/** An account's part of a region. */
public record Place(String account, String region) {

    public static Place of(Caller caller) {
        return new Place(caller.account(), caller.region());
    }

    String key() {
        return account + "/" + region + "/";
    }

    String arn(String kind, String id) {
        return "arn:aws:ec2:" + region + ":" + account + ":" + kind + "/" + id;
    }
}
