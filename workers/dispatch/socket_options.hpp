// What every connection to a worker sets on its socket: no Nagle delay, and probes that notice a peer that vanished under a long call.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace pawl::workers {

inline void set_worker_socket_options(boost::asio::ip::tcp::socket& socket) {
    namespace option = boost::asio::detail::socket_option;
    boost::system::error_code ignored;  // each is a help, none is needed
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
    socket.set_option(option::integer<IPPROTO_TCP, TCP_KEEPIDLE>(30), ignored);
    socket.set_option(option::integer<IPPROTO_TCP, TCP_KEEPINTVL>(10), ignored);
    socket.set_option(option::integer<IPPROTO_TCP, TCP_KEEPCNT>(3), ignored);
}

}  // namespace pawl::workers
