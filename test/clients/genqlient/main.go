package main

//go:generate go run github.com/Khan/genqlient@v0.8.1

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/gorilla/websocket"
)

type dialer struct{}

func (dialer) DialContext(ctx context.Context, url string, header http.Header) (graphql.WSConn, error) {
	connection, _, err := websocket.DefaultDialer.DialContext(ctx, url, header)
	return connection, err
}

// Subscribes behind this position, and gives that of the last item once the connection breaks.
func subscribe(ctx context.Context, url string, scopes []string, after *string, told func(*FollowAlertsResponse)) (*string, error) {
	client := graphql.NewClientUsingWebSocket(url, dialer{})
	broken, err := client.Start(ctx)
	if err != nil {
		return after, nil
	}
	defer client.Close()
	items, _, err := FollowAlerts(ctx, client, scopes, after)
	if err != nil {
		return after, nil
	}
	for {
		select {
		case item, more := <-items:
			if !more {
				return after, nil
			}
			if item.Errors != nil {
				return after, item.Errors
			}
			position := item.Data.Alerts.(interface{ GetPosition() string }).GetPosition()
			after = &position
			told(item.Data)
		case err := <-broken:
			// What genqlient makes of a subscription that is refused: asked again, it would be refused again.
			var refused *json.UnmarshalTypeError
			if errors.As(err, &refused) {
				return after, err
			}
			return after, nil
		}
	}
}

func follow(ctx context.Context, url string, scopes []string, told func(*FollowAlertsResponse)) (err error) {
	var after *string
	for err == nil {
		after, err = subscribe(ctx, url, scopes, after, told)
		time.Sleep(time.Second)
	}
	return err
}

func main() {
	var variables struct{ Scopes []string }
	if err := json.Unmarshal([]byte(os.Args[2]), &variables); err != nil {
		panic(err)
	}
	told := func(data *FollowAlertsResponse) {
		text, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(text))
	}
	panic(follow(context.Background(), os.Args[1], variables.Scopes, told))
}
