package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.Setting;

/** ECS's settings of accounts and principals. They are kept and answered; nothing that is simulated depends on them. */
final class AccountSettings {

    private record Row(Setting setting) {}

    /** What holds when nobody has set anything. Source: ECS Developer Guide, "Access Amazon ECS features with account settings". */
    private static final Map<String, String> STANDARD = new TreeMap<>(Map.of(
            "serviceLongArnFormat", "enabled",
            "taskLongArnFormat", "enabled",
            "containerInstanceLongArnFormat", "enabled",
            "awsvpcTrunking", "disabled",
            "containerInsights", "disabled",
            "fargateFIPSMode", "disabled",
            "tagResourceAuthorization", "on",
            "fargateTaskRetirementWaitPeriod", "7",
            "guardDutyActivate", "off",
            "defaultLogDriverMode", "non-blocking"));

    private final Table<Row> rows;

    AccountSettings(Store store) {
        this.rows = store.table("ecs.accountSettings", Row.class);
    }

    PutAccountSettingResponse put(Call call, PutAccountSettingRequest request) {
        String principal = request.principalArn() == null ? call.caller().principal() : request.principalArn();
        return PutAccountSettingResponse.builder()
                .setting(put(call, principal, request.nameAsString(), request.value()))
                .build();
    }

    PutAccountSettingDefaultResponse putDefault(Call call, PutAccountSettingDefaultRequest request) {
        return PutAccountSettingDefaultResponse.builder()
                .setting(put(call, root(call), request.nameAsString(), request.value()))
                .build();
    }

    DeleteAccountSettingResponse delete(Call call, DeleteAccountSettingRequest request) {
        String name = name(request.nameAsString());
        String principal = request.principalArn() == null ? call.caller().principal() : request.principalArn();
        rows.remove(key(call, principal, name));
        call.effect(principal);
        return DeleteAccountSettingResponse.builder()
                .setting(effective(call, principal, name))
                .build();
    }

    ListAccountSettingsResponse list(Call call, ListAccountSettingsRequest request) {
        String principal = request.principalArn() == null ? call.caller().principal() : request.principalArn();
        if (request.nameAsString() != null) {
            name(request.nameAsString());
        }
        List<Setting> all = new ArrayList<>();
        for (String name : STANDARD.keySet()) {
            Optional<Setting> own = Boolean.TRUE.equals(request.effectiveSettings())
                    ? Optional.of(effective(call, principal, name))
                    : rows.get(key(call, principal, name)).map(Row::setting);
            own.filter(s -> request.nameAsString() == null
                            || request.nameAsString().equals(s.nameAsString()))
                    .filter(s -> request.value() == null || request.value().equals(s.value()))
                    .ifPresent(all::add);
        }
        Page<Setting> page = Page.of(all, Setting::nameAsString, request.nextToken(), request.maxResults(), 10);
        return ListAccountSettingsResponse.builder()
                .settings(page.items())
                .nextToken(page.next())
                .build();
    }

    private Setting put(Call call, String principal, @Nullable String asked, @Nullable String value) {
        String name = name(asked);
        String wanted = EcsErrors.required("value", value);
        if (name.endsWith("LongArnFormat") && !wanted.equals("enabled")) {
            throw EcsErrors.invalid("You can no longer opt out of the new ARN and resource ID format.");
        }
        Setting setting = Setting.builder()
                .name(name)
                .value(wanted)
                .principalArn(principal)
                .type("user")
                .build();
        rows.put(key(call, principal, name), new Row(setting));
        call.effect(principal);
        return setting;
    }

    private Setting effective(Call call, String principal, String name) {
        return rows.get(key(call, principal, name))
                .or(() -> rows.get(key(call, root(call), name)))
                .map(Row::setting)
                .orElseGet(() -> Setting.builder()
                        .name(name)
                        .value(STANDARD.get(name))
                        .principalArn(principal)
                        .type("user")
                        .build());
    }

    private static String name(@Nullable String name) {
        String wanted = EcsErrors.required("name", name);
        if (!STANDARD.containsKey(wanted)) {
            throw EcsErrors.invalid(wanted + " should be one of [" + String.join(",", STANDARD.keySet()) + "]");
        }
        return wanted;
    }

    private static String root(Call call) {
        return "arn:aws:iam::" + call.account() + ":root";
    }

    private static String key(Call call, String principal, String name) {
        return call.account() + " " + call.region() + " " + principal + " " + name;
    }
}
