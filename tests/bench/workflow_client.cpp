// Load for the bench: keeps N executions in flight over REST (start, then GET …?wait=30s) and prints one JSON object: workflows/s, p50, p99.
// usage: workflow_client PORT MACHINE IN_FLIGHT COUNT. Loopback only; stops by itself.
#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

struct Load {
    unsigned short port = 0;
    std::string machine;
    int remaining = 0;
    int failed = 0;
    std::vector<double> milliseconds;
};

struct Answer {
    int status = 0;
    std::string location, body;
};

std::string header_of(const std::string& head, const std::string& name) {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

asio::awaitable<Answer> exchange(tcp::socket& socket, std::string request, std::string& buffer) {
    co_await asio::async_write(socket, asio::buffer(request), use_awaitable);
    const std::size_t head_size = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", use_awaitable);
    const std::string head = buffer.substr(0, head_size);
    const auto length = static_cast<std::size_t>(std::atol(header_of(head, "Content-Length").c_str()));
    if (buffer.size() < head_size + length) {
        co_await asio::async_read(socket, asio::dynamic_buffer(buffer), asio::transfer_exactly(head_size + length - buffer.size()), use_awaitable);
    }
    Answer answer{std::atoi(head.c_str() + 9), header_of(head, "Location"), buffer.substr(head_size, length)};
    buffer.erase(0, head_size + length);
    co_return answer;
}

asio::awaitable<void> one_at_a_time(asio::io_context& io, Load& load) {
    tcp::socket socket(io);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), load.port}, use_awaitable);
    socket.set_option(tcp::no_delay(true));
    std::string buffer;
    const std::string body = R"({"input":{"order":17,"items":["a","b","c"]}})";
    const std::string start =
        "POST /v1/state-machines/" + load.machine +
        "/executions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        body;
    while (load.remaining > 0) {
        --load.remaining;
        const auto before = std::chrono::steady_clock::now();
        const Answer started = co_await exchange(socket, start, buffer);
        if (started.status != 202) {
            std::fprintf(stderr, "start answered %d: %s\n", started.status, started.body.c_str());
            ++load.failed;
            continue;
        }
        const Answer closed = co_await exchange(socket, "GET " + started.location + "?wait=30s HTTP/1.1\r\nHost: localhost\r\n\r\n", buffer);
        const auto taken = std::chrono::steady_clock::now() - before;
        if (closed.status != 200 || closed.body.find("\"SUCCEEDED\"") == std::string::npos) ++load.failed;
        load.milliseconds.push_back(std::chrono::duration<double, std::milli>(taken).count());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    asio::io_context io(1);
    Load load;
    load.port = static_cast<unsigned short>(std::atoi(argv[1]));
    load.machine = argv[2];
    const int in_flight = std::atoi(argv[3]);
    load.remaining = std::atoi(argv[4]);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < in_flight; ++i) {
        asio::co_spawn(io, one_at_a_time(io, load), [&load](std::exception_ptr problem) {
            if (problem) ++load.failed;
        });
    }
    io.run();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    auto& all = load.milliseconds;
    if (all.empty()) return 1;
    std::sort(all.begin(), all.end());
    std::printf("{\"workflows\":%zu,\"failed\":%d,\"seconds\":%.3f,\"workflows_per_s\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f}\n", all.size(),
                load.failed, seconds, static_cast<double>(all.size()) / seconds, all[all.size() / 2], all[all.size() * 99 / 100]);
    return load.failed == 0 ? 0 : 1;
}
