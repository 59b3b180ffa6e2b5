#include "examples/order/order_functions.hpp"

#include <cmath>
#include <thread>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace example {

namespace json = boost::json;
using pawl::workers::Answer;
using pawl::workers::Context;
using pawl::workers::Error;

namespace {

std::string text_of(const json::object& order, const char* member) {
    const json::value* const value = order.if_contains(member);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::object with(const json::object& order, const char* member, json::value value) {
    json::object out = order;
    out.insert_or_assign(member, std::move(value));
    return out;
}

json::object with(const json::object& order, const char* member, const std::string& text) {
    return with(order, member, json::value(json::string(text)));
}

/// "A-1001" or, in a Map over its items, "A-1001/2".
std::string line_of(const json::value& input) {
    if (!input.is_object()) return {};
    const json::value* const line = input.get_object().if_contains("line");
    return text_of(input.get_object(), "orderId") + (line != nullptr && line->is_int64() ? "/" + std::to_string(line->get_int64()) : "");
}

Answer validate_order(const json::object& order, const Context&) {
    if (text_of(order, "orderId").empty()) return Error{"InvalidOrder", "orderId is missing"};
    const json::value* const items = order.if_contains("items");
    if (items == nullptr || !items->is_array() || items->get_array().empty()) return Error{"InvalidOrder", "an order needs at least one item"};
    double total = 0;
    for (const json::value& item : items->get_array()) {
        const auto quantity = item.at("quantity").to_number<double>();
        if (quantity <= 0) return Error{"InvalidOrder", "the quantity of " + text_of(item.as_object(), "sku") + " must be above 0"};
        total += quantity * item.at("price").to_number<double>();
    }
    return with(order, "total", json::value(std::round(total * 100) / 100));
}

/// Declines the card "declined"; is busy for as many attempts as the order says.
Answer process_payment(const json::object& order, const Context& context) {
    const json::value* const busy_for = order.if_contains("gatewayBusyFor");
    if (busy_for != nullptr && context.attempt <= busy_for->to_number<std::uint32_t>())
        return Error{"PaymentGatewayBusy", "attempt " + std::to_string(context.attempt) + ": try again later"};
    if (text_of(order, "card") == "declined") return with(order, "paymentResult", json::value{{"success", false}, {"reason", "card declined"}});
    return with(order, "paymentResult", json::value{{"success", true}, {"paymentId", json::string("pay-" + text_of(order, "orderId"))}});
}

Answer update_inventory(const json::object& order, const Context&) {
    json::array reserved;
    for (const json::value& item : order.at("items").as_array()) {
        const std::string sku = text_of(item.as_object(), "sku");
        if (sku == "SOLD-OUT") return Error{"OutOfStock", "0 of " + sku + " are left"};
        reserved.push_back({{"sku", json::string(sku)}, {"reserved", item.at("quantity")}});
    }
    return with(order, "inventory", json::value(std::move(reserved)));
}

Answer reserve_item(const json::object& line, const Context&) {
    const json::object& item = line.at("item").as_object();
    return json::object{{"sku", item.at("sku")}, {"reserved", item.at("quantity")}};
}

Answer handle_payment_failure(const json::object& order, const Context&) { return with(order, "notified", std::string("payment failed")); }
Answer refund_payment(const json::object& order, const Context&) { return with(order, "refund", json::value{{"refunded", true}}); }
Answer create_invoice(const json::object& order, const Context&) { return with(order, "invoice", "inv-" + text_of(order, "orderId")); }
Answer notify_warehouse(const json::object& order, const Context&) { return with(order, "warehouse", "pick " + text_of(order, "orderId")); }
Answer send_order_confirmation(const json::object& order, const Context&) {
    return with(order, "confirmation", "sent to " + text_of(order, "customer"));
}

}  // namespace

void add_order_functions(pawl::workers::Worker& worker, Ledger& ledger, std::chrono::milliseconds delay) {
    const auto add = [&](const char* name, auto function) {
        worker.handle(name, [&ledger, delay, function](const json::value& order, const Context& context) -> Answer {
            const Ledger::Visit visit(ledger, context);
            return ledger.once(context, line_of(order), [&] {
                std::this_thread::sleep_for(delay);
                return order.is_object() ? function(order.get_object(), context) : Answer(Error{"InvalidOrder", "an order is a JSON object"});
            });
        });
    };
    add("validateOrder", validate_order);
    add("processPayment", process_payment);
    add("handlePaymentFailure", handle_payment_failure);
    add("updateInventory", update_inventory);
    add("reserveItem", reserve_item);
    add("refundPayment", refund_payment);
    add("createInvoice", create_invoice);
    add("notifyWarehouse", notify_warehouse);
    add("sendOrderConfirmation", send_order_confirmation);
    worker.report("/counts", [&ledger] { return ledger.counts(); });
}

}  // namespace example
