package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.CheckIfPhoneNumberIsOptedOutRequest;
import software.amazon.awssdk.services.sns.model.CheckIfPhoneNumberIsOptedOutResponse;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListPhoneNumbersOptedOutRequest;
import software.amazon.awssdk.services.sns.model.ListPhoneNumbersOptedOutResponse;
import software.amazon.awssdk.services.sns.model.OptInPhoneNumberRequest;
import software.amazon.awssdk.services.sns.model.OptInPhoneNumberResponse;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesResponse;

/** An account's settings for short messages in a region; nobody opts out of what is never sent. */
final class SmsSettings {

    /** Source: SNS API Reference, {@code SetSMSAttributes}. */
    private static final Set<String> NAMES = Set.of(
            "MonthlySpendLimit",
            "DeliveryStatusIAMRole",
            "DeliveryStatusSuccessSamplingRate",
            "DefaultSenderID",
            "DefaultSMSType",
            "UsageReportS3Bucket");

    private static final Set<String> TYPES = Set.of("Promotional", "Transactional");

    private record Settings(Map<String, String> values) {}

    private final Table<Settings> rows;

    SmsSettings(Store store) {
        rows = store.table("sns.sms", Settings.class);
    }

    SetSmsAttributesResponse set(Call call, SetSmsAttributesRequest request) {
        request.attributes().forEach((name, value) -> {
            if (!NAMES.contains(name)) {
                throw ServiceError.client("InvalidParameter", name + " is not a valid attribute");
            }
            if (name.equals("DefaultSMSType") && !TYPES.contains(value)) {
                throw ServiceError.client("InvalidParameter", name + " is invalid");
            }
        });
        Map<String, String> all = all(call);
        all.putAll(request.attributes());
        rows.put(key(call), new Settings(all));
        call.effect(key(call));
        return SetSmsAttributesResponse.builder().build();
    }

    GetSmsAttributesResponse get(Call call, GetSmsAttributesRequest request) {
        Map<String, String> all = all(call);
        if (!request.attributes().isEmpty()) {
            all.keySet().retainAll(request.attributes());
        }
        return GetSmsAttributesResponse.builder().attributes(all).build();
    }

    CheckIfPhoneNumberIsOptedOutResponse isOptedOut(Call call, CheckIfPhoneNumberIsOptedOutRequest request) {
        checkNumber(request.phoneNumber());
        return CheckIfPhoneNumberIsOptedOutResponse.builder().isOptedOut(false).build();
    }

    ListPhoneNumbersOptedOutResponse optedOut(Call call, ListPhoneNumbersOptedOutRequest request) {
        return ListPhoneNumbersOptedOutResponse.builder().phoneNumbers(Set.of()).build();
    }

    OptInPhoneNumberResponse optIn(Call call, OptInPhoneNumberRequest request) {
        checkNumber(request.phoneNumber());
        return OptInPhoneNumberResponse.builder().build();
    }

    /** What was set; the spend limit of new accounts, one dollar, stands until it is. */
    private Map<String, String> all(Call call) {
        Map<String, String> all = new TreeMap<>(Map.of("MonthlySpendLimit", "1"));
        rows.get(key(call)).ifPresent(settings -> all.putAll(settings.values()));
        return all;
    }

    private static void checkNumber(@Nullable String number) {
        if (number == null || !SubscriptionRules.isPhone(number)) {
            throw SnsErrors.invalid("PhoneNumber Reason: input incorrectly formatted");
        }
    }

    private static String key(Call call) {
        return call.account() + "/" + call.region();
    }
}
