// A connection as cpp-httplib reads and writes it: buffered both ways, so that a call costs one read and its answer one write.
// Belongs to one thread; the socket is its maker's to close.
#pragma once

#include <array>
#include <chrono>
#include <string>

#include <httplib.h>

namespace pawl::workers {

class SocketStream final : public httplib::Stream {
  public:
    SocketStream(int socket, std::chrono::milliseconds patience) : socket_(socket), patience_(patience) {}

    /// Waits for the next request's first bytes; false when there are none in that time, or the peer closed.
    bool wait_for_input(std::chrono::milliseconds at_most);
    bool flush();

    bool is_readable() const override;
    bool is_writable() const override;
    ssize_t read(char* to, size_t size) override;
    ssize_t write(const char* from, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    int socket() const override { return socket_; }

  private:
    bool fill(std::chrono::milliseconds at_most);
    bool wait_until_ready(short events, std::chrono::milliseconds at_most) const;

    int socket_;
    std::chrono::milliseconds patience_;  ///< with a peer that stops in the middle
    std::array<char, 16 * 1024> input_{};
    std::size_t input_begin_ = 0, input_end_ = 0;
    std::string output_;
};

}  // namespace pawl::workers
