// The dispatcher's settings that are the same for all functions.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace pawl::workers {

struct DispatchOptions {
    std::chrono::milliseconds connect_timeout{5'000};  ///< for name look-up, TCP and TLS together
    std::chrono::milliseconds idle_timeout{4'000};     ///< below the 5 s after which many servers close
    /// A connection that was used before and ends this soon after a request was sent had been closed by the worker while idle.
    std::chrono::milliseconds stale_window{1'000};
    std::size_t opening_at_a_time = 32;      ///< connections per worker address being opened
    std::size_t response_limit = 6'291'556;  ///< bytes of body: what AWS Lambda allows
    std::string ca_file;                     ///< PEM; empty = the system's authorities (SSL_CERT_FILE is honoured)
};

}  // namespace pawl::workers
