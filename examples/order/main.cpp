// order_worker [--port N] [--delay MILLISECONDS]: the functions of the order workflows, and GET /counts.
#include <charconv>
#include <cstdio>
#include <string_view>

#include "examples/order/ledger.hpp"
#include "examples/order/order_functions.hpp"

int main(int count, char** arguments) {
    pawl::workers::WorkerOptions options;
    options.port = 9100;
    std::uint32_t delay = 0;
    const auto read = [](std::string_view text, auto& number) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size();
    };
    for (int i = 1; i < count; i += 2) {
        const std::string_view option = arguments[i];
        const bool has_value = i + 1 < count;
        if (has_value && option == "--port" && read(arguments[i + 1], options.port)) continue;
        if (has_value && option == "--delay" && read(arguments[i + 1], delay)) continue;
        std::fprintf(stderr, "usage: order_worker [--port N] [--delay MILLISECONDS]   (port 0 = any free one)\n");
        return 2;
    }
    example::Ledger ledger;
    pawl::workers::Worker worker;
    example::add_order_functions(worker, ledger, std::chrono::milliseconds(delay));
    return worker.run(options);
}
